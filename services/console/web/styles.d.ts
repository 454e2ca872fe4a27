/** Style sheets are bundled beside the module that imports them; nothing comes out of the import. */
declare module '*.css';

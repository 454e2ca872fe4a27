// A file that is made from another one and committed all the same, so that people can read it without running anything.

/** Path from the top of the tree, and what must stand there. */
export interface Generated {
  path: string;
  content: string;
}

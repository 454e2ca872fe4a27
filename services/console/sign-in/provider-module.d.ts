// The provider's own file, without the package's front door, which prints about versions of Node to the console.
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider';
}

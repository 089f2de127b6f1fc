/** SQL files imported as text, by Vite in the tests and by the build. */
declare module '*?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the form that `?raw` has
  export default text;
}

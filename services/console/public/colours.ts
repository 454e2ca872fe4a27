/** Colours of the public pages. Every text on its ground keeps a contrast of 4.5 : 1 or more, so that it reads in sunlight. */
export const colours = {
  primary: '#14509b', primaryDark: '#0d3a73', primaryPale: '#e8f0fa', ground: '#f3f5f8', surface: '#ffffff', sunken: '#f7f9fb',
  line: '#dde3ea', lineStrong: '#b9c3cf', ink: '#1c2733', inkSoft: '#55616e',
  green: '#1b7a3d', greenPale: '#e6f4ea', yellow: '#8a5a00', yellowPale: '#fff4d6', red: '#b3261e', redPale: '#fdecea', grey: '#5a6672', greyPale: '#eceff3',
} as const;

// What Vega expects of a browser and a bare engine lacks.
globalThis.structuredClone = (value) => {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return new Date(value);
  if (Array.isArray(value)) return value.map(structuredClone);
  const copy = {};
  for (const key of Object.keys(value)) copy[key] = structuredClone(value[key]);
  return copy;
};
// Nothing is on a screen, so nothing has to wait for one.
globalThis.setTimeout = (run) => {
  run();
  return 0;
};
globalThis.clearTimeout = () => {};

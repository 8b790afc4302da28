// Draws a specification of Vega-Lite into drawnChart; the promise is kept when the engine has nothing left to do.
globalThis.drawnChart = null;
globalThis.drawChart = (spec) => {
  const warnings = [];
  const logger = {
    level() { return this; },
    error(...words) { warnings.push(words.join(' ')); return this; },
    warn(...words) { warnings.push(words.join(' ')); return this; },
    info() { return this; },
    debug() { return this; },
  };
  const drawn = { svg: null, error: 'it was not finished', warnings: '' };
  globalThis.drawnChart = drawn;
  // A picture may not depend on how many were drawn before.
  vega.resetSVGDefIds();
  try {
    const compiled = vegaLite.compile(JSON.parse(spec), { logger }).spec;
    const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger, loader: vega.loader({ http: false, file: false }) });
    view
      .toSVG()
      .then((svg) => {
        drawn.svg = svg;
        drawn.error = null;
        drawn.warnings = warnings.join('\n');
        view.finalize();
      })
      .catch((error) => { drawn.error = String(error); });
  } catch (error) {
    drawn.error = String(error);
  }
};

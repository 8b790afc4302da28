package io.promptsweep.analysis.chart;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import io.promptsweep.analysis.SqlResource;
import io.promptsweep.problem.InvalidInputException;
import java.util.List;
import java.util.Optional;

/**
 * Pictures of charts, drawn by Vega itself from the specification that a page shows, so that both
 * are the same chart. Vega runs in a JavaScript engine inside this process; it sees no file, no
 * network and no clock. Not for several threads at once.
 */
public final class VegaSvg implements AutoCloseable {
  private final V8Runtime engine;

  private VegaSvg(V8Runtime engine) {
    this.engine = engine;
  }

  /**
   * Starts the engine; takes some tenths of a second.
   *
   * @throws InvalidInputException if the engine's native library is not for this machine
   */
  public static VegaSvg open() {
    V8Runtime engine = null;
    try {
      engine = V8Host.getV8Instance().createV8Runtime();
      engine.getExecutor(SqlResource.text(VegaSvg.class, "host.js")).executeVoid();
      for (String library : List.of("vega", "vega-lite")) {
        engine.getExecutor(VegaScripts.text(library)).executeVoid();
      }
      engine.getExecutor(SqlResource.text(VegaSvg.class, "svg.js")).executeVoid();
      return new VegaSvg(engine);
    } catch (JavetException | LinkageError e) {
      close(engine);
      throw new InvalidInputException(
          "no pictures of charts can be drawn on this machine: " + e.getMessage(), e);
    }
  }

  /** The engine, if it runs on this machine: results are also read where nothing is trained. */
  public static Optional<VegaSvg> ifAvailable() {
    try {
      return Optional.of(open());
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  /**
   * The chart as an SVG element: as wide as its place allows and never wider than it was drawn,
   * with title and description, and with ids that begin with the chart's name.
   *
   * @throws InvalidInputException if the chart's specification cannot be drawn
   */
  public String render(Chart chart) {
    return drawn(chart).svg();
  }

  /** A picture, and what Vega-Lite had to say about its specification. */
  record Drawn(String svg, List<String> warnings) {}

  Drawn drawn(Chart chart) {
    try (V8ValueFunction draw = engine.getGlobalObject().get("drawChart")) {
      draw.callVoid(null, chart.spec());
      engine.await();
      try (V8ValueObject result = engine.getGlobalObject().get("drawnChart")) {
        String error = result.getString("error");
        if (error != null) {
          throw new InvalidInputException("chart " + chart.name() + ": " + error);
        }
        List<String> warnings = result.getString("warnings").lines().toList();
        return new Drawn(SvgElement.of(result.getString("svg"), chart), warnings);
      }
    } catch (JavetException e) {
      throw new InvalidInputException("chart " + chart.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    close(engine);
  }

  private static void close(V8Runtime engine) {
    try {
      if (engine != null) {
        engine.lowMemoryNotification();
        engine.close();
      }
    } catch (JavetException e) {
      throw new IllegalStateException("the chart engine did not close", e);
    }
  }
}

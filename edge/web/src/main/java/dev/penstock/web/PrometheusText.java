package dev.penstock.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Figures in the text form that Prometheus reads, version 0.0.4. */
final class PrometheusText {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private PrometheusText() {}

  static byte[] of(List<NodeStatus.Figure> figures) {
    var out = new StringBuilder();
    for (NodeStatus.Figure figure : figures) {
      String name = figure.name();
      out.append("# HELP ").append(name).append(' ').append(escaped(figure.help(), false));
      out.append("\n# TYPE ").append(name).append(' ');
      out.append(figure.kind().name().toLowerCase(Locale.ROOT)).append('\n');
      for (NodeStatus.Figure.Value value : figure.values()) {
        out.append(name).append(labels(value.labels())).append(' ');
        out.append(number(value.value())).append('\n');
      }
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String labels(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return "";
    }
    var out = new StringBuilder("{");
    new TreeMap<>(labels)
        .forEach((name, text) -> {
          out.append(out.length() > 1 ? "," : "").append(name);
          out.append("=\"").append(escaped(text, true)).append('"');
        });
    return out.append('}').toString();
  }

  private static String escaped(String text, boolean isQuoted) {
    String escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", " ");
    return isQuoted ? escaped.replace("\"", "\\\"") : escaped;
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    // Whole numbers without a point, as people read them.
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}

package dev.penstock.plantmap;

import java.util.Locale;

/** Writes elements of SVG 1.1: whatever stands in a text stays a text. One thread. */
final class SvgWriter {
  private final StringBuilder out = new StringBuilder(16_384);

  /** As it is. */
  void raw(String markup) {
    out.append(markup).append('\n');
  }

  /** An element without content; attributes in pairs. */
  void element(String name, Object... attributes) {
    open(name, attributes);
    out.append("/>\n");
  }

  void text(double x, double y, String style, String text) {
    open("text", "x", x, "y", y, "class", style);
    out.append('>');
    escape(text);
    out.append("</text>\n");
  }

  /** A group with a name for who cannot see it. */
  void group(String label) {
    open("g", "role", "img", "aria-label", label);
    out.append(">\n<title>");
    escape(label);
    out.append("</title>\n");
  }

  void end() {
    out.append("</g>\n");
  }

  private void open(String name, Object... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1] instanceof Double number ? number(number) : "" + attributes[i + 1]);
      out.append('"');
    }
  }

  /** With a tenth: finer than any printer. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            default -> {
              // XML 1.0 §2.2 has no place for these.
              boolean isChar =
                  c == '\t'
                      || c == '\n'
                      || (c >= 0x20 && c <= 0xd7ff)
                      || (c >= 0xe000 && c < 0xfffe)
                      || c > 0xffff;
              out.appendCodePoint(isChar ? c : 0xfffd);
            }
          }
        });
  }

  @Override
  public String toString() {
    return out.toString();
  }
}

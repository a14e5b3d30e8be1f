package dev.penstock.plantmap;

import dev.penstock.plantmap.Placement.Box;
import dev.penstock.plantmap.Placement.Line;
import dev.penstock.plantmap.Placement.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A map for paper: one SVG in black and grey on white with what is not as it should be in red, and
 * every state told by shape and text too. No script is in it, and nothing is fetched for it.
 */
public final class PrintedMap {
  private static final double EDGE = 38;
  private static final double HEAD = 74;
  private static final double FOOT = 128;
  private static final int GHOSTS_MAX = 6;
  private static final long NANOS = 1_000_000_000L;

  private static final String STYLE =
      """
      <style>
      text { font-family: "Inter", "Segoe UI", "Helvetica", "Arial", sans-serif; fill: #1c1f22 }
      .title { font-size: 22px; font-weight: 600 } .name { font-size: 13px; font-weight: 600 }
      .small { font-size: 11px; fill: #4a5056 } .bad { font-size: 11px; fill: #a3171c }
      .zone { fill: #f4f5f6; stroke: #6b7279; stroke-width: 1.2 }
      .outside { fill: #ffffff; stroke: #9aa1a8; stroke-dasharray: 4 3 }
      .way { fill: none; stroke: #3d444b } .silent { fill: none; stroke: #7c848c;
      stroke-dasharray: 9 5; stroke-width: 1.4 }
      .unknown { fill: none; stroke: #9aa1a8; stroke-dasharray: 1.5 4; stroke-width: 1.4 }
      .denied { fill: none; stroke: #a3171c; stroke-width: 3 }
      .ghost { fill: none; stroke: #a3171c; stroke-width: 2; stroke-dasharray: 12 4 2 4 }
      .chip { fill: #ffffff; stroke: #6b7279 } .badchip { fill: #ffffff; stroke: #a3171c }
      .band { stroke: #c9cdd1; stroke-width: 1 }
      .tip { fill: #3d444b } .badtip { fill: #a3171c }
      </style>\
      """;

  private final Language language;
  private final Head head;
  private final SvgWriter out = new SvgWriter();

  /** Languages that a map can be printed in. */
  public enum Language {
    EN,
    DE
  }

  /** Sheets of paper, lying. */
  public enum Paper {
    A3(420, 297, 1_587, 1_123),
    A4(297, 210, 1_123, 794);

    private final int widthMm;
    private final int heightMm;
    private final int width;
    private final int height;

    Paper(int widthMm, int heightMm, int width, int height) {
      this.widthMm = widthMm;
      this.heightMm = heightMm;
      this.width = width;
      this.height = height;
    }
  }

  /**
   * What stands above the map.
   *
   * @param site its name
   * @param version of the model, by its number
   * @param digest of that version, in hexadecimal
   * @param from ns since 1970, of what is looked at
   * @param to ns since 1970
   */
  public record Head(String site, long version, String digest, long from, long to) {}

  private PrintedMap(Language language, Head head) {
    this.language = language;
    this.head = head;
  }

  /** The map as SVG. */
  public static String svg(Drawn drawn, Head head, Paper paper, Language language) {
    return new PrintedMap(language, head).write(drawn, paper);
  }

  private String write(Drawn drawn, Paper paper) {
    out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    out.raw(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"%dmm\" height=\"%dmm\""
                .formatted(paper.widthMm, paper.heightMm)
            + " viewBox=\"0 0 %d %d\" lang=\"%s\">"
                .formatted(paper.width, paper.height, language == Language.DE ? "de" : "en"));
    out.raw(STYLE);
    out.element("rect", "width", paper.width, "height", paper.height, "fill", "#ffffff");
    head(drawn.picture());
    double width = paper.width - 2 * EDGE;
    double height = paper.height - EDGE - HEAD - FOOT;
    double scale =
        Math.min(
            1.25, Math.min(width / drawn.placement().width(), height / drawn.placement().height()));
    double left = EDGE + (width - drawn.placement().width() * scale) / 2;
    out.raw(
        "<g transform=\"translate(%s %s) scale(%s)\">"
            .formatted(
                SvgWriter.number(left),
                SvgWriter.number(EDGE + HEAD),
                String.format(java.util.Locale.ROOT, "%.4f", scale)));
    drawn.bands().forEach(band -> band(band, drawn.placement().width()));
    drawn.picture().zones().forEach(zone -> zone(zone, drawn));
    drawn.picture().conduits().forEach(conduit -> conduit(conduit, drawn));
    drawn.picture().ghosts().forEach(ghost -> ghost(ghost, drawn));
    out.end();
    legend(paper.height - FOOT + 18);
    ghosts(drawn.picture(), paper.width / 2.0, paper.height - FOOT + 18);
    out.raw("</svg>");
    return out.toString();
  }

  private String words(MapWords words, Object... values) {
    return words.in(language, values);
  }

  private static String time(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS).toString();
  }

  private void head(Picture picture) {
    out.text(EDGE, EDGE + 16, "title", words(MapWords.TITLE) + " · " + head.site());
    out.text(
        EDGE,
        EDGE + 36,
        "small",
        words(MapWords.VERSION, head.version(), head.digest())
            + " · "
            + words(MapWords.SPAN, time(head.from()), time(head.to())));
    List<String> remarks = new ArrayList<>();
    if (!picture.isRead()) {
      remarks.add(words(MapWords.UNREAD));
    }
    if (picture.isPruned()) {
      remarks.add(words(MapWords.PRUNED));
    }
    if (picture.unplaced() > 0) {
      remarks.add(words(MapWords.UNPLACED, picture.unplaced()));
    }
    out.text(EDGE, EDGE + 54, "bad", String.join(" ", remarks));
  }

  private void band(Band band, double width) {
    if (band.y() > 0) {
      out.element("line", "x1", 0, "y1", band.y(), "x2", width, "y2", band.y(), "class", "band");
    }
    out.text(4, band.y() + 12, "small", words(MapWords.LEVEL, band.level()));
  }

  private void zone(ZoneShown zone, Drawn drawn) {
    Box box = drawn.placement().boxes().get(zone.id());
    if (box == null) {
      return;
    }
    out.group(zone.name());
    out.element(
        "rect",
        "x",
        box.x(),
        "y",
        box.y(),
        "width",
        box.width(),
        "height",
        box.height(),
        "rx",
        3,
        "class",
        zone.isOutside() ? "zone outside" : "zone");
    out.text(box.x() + 10, box.y() + 19, "name", cut(zone.name(), box.width() - 20));
    out.text(box.x() + 10, box.y() + 36, "small", cut(counts(zone), box.width() * 1.15 - 20));
    if (zone.denied() > 0) {
      boolean isRoom = box.height() > Sheet.HEAD_HEIGHT + 20;
      out.text(
          isRoom ? box.x() + 10 : box.x() + box.width() - 90,
          box.y() + (isRoom ? 53 : 19),
          "bad",
          "✕ " + words(MapWords.DENIED, zone.denied()));
    }
    out.end();
  }

  private String counts(ZoneShown zone) {
    if (zone.isOutside()) {
      return words(MapWords.OUTSIDE);
    }
    List<String> parts = new ArrayList<>();
    zone.level().ifPresent(level -> parts.add(words(MapWords.LEVEL, level)));
    parts.add(words(MapWords.ASSETS, zone.assets()));
    if (zone.sources() > 0) {
      parts.add(words(MapWords.HEARD, zone.heard(), zone.sources()));
    }
    return String.join(" · ", parts);
  }

  private void conduit(ConduitShown conduit, Drawn drawn) {
    Line line = drawn.placement().lines().get(conduit.id());
    if (line == null) {
      return;
    }
    boolean isDenied = conduit.state() == ConduitState.DENIED;
    out.group(conduit.name() + ": " + legendOf(conduit.state()));
    String style =
        switch (conduit.state()) {
          case DENIED -> "denied";
          case LIVE -> "way";
          case SILENT -> "silent";
          case UNKNOWN -> "unknown";
        };
    if (conduit.state() == ConduitState.LIVE) {
      out.element(
          "polyline", "points", points(line), "class", style, "stroke-width", width(conduit));
    } else {
      out.element("polyline", "points", points(line), "class", style);
    }
    String tip = isDenied ? "badtip" : "tip";
    if (conduit.isToSecond()) {
      tip(line.points().get(line.points().size() - 2), line.points().getLast(), tip);
    }
    if (conduit.isToFirst()) {
      tip(line.points().get(1), line.points().getFirst(), tip);
    }
    chip(
        line.label(),
        mark(conduit.state()) + (conduit.isDiode() ? "▶| " : "") + conduit.name(),
        isDenied);
    out.end();
  }

  /** The shape that says the state without a colour. */
  private static String mark(ConduitState state) {
    return switch (state) {
      case DENIED -> "✕ ";
      case LIVE -> "● ";
      case SILENT -> "○ ";
      case UNKNOWN -> "? ";
    };
  }

  private String legendOf(ConduitState state) {
    return words(
        switch (state) {
          case DENIED -> MapWords.DENYING;
          case LIVE -> MapWords.LIVE;
          case SILENT -> MapWords.SILENT;
          case UNKNOWN -> MapWords.UNKNOWN;
        });
  }

  private static double width(ConduitShown conduit) {
    return Math.min(5, 1.5 + 0.6 * Math.log10(1.0 + conduit.passed() + conduit.heard()));
  }

  private void chip(Point at, String text, boolean isBad) {
    double width = Math.min(220, text.length() * 6.4 + 14);
    out.element(
        "rect",
        "x",
        at.x(),
        "y",
        at.y(),
        "width",
        width,
        "height",
        Sheet.LABEL_HEIGHT,
        "rx",
        9,
        "class",
        isBad ? "badchip" : "chip");
    out.text(at.x() + 7, at.y() + 14, isBad ? "bad" : "small", cut(text, width));
  }

  private void ghost(Ghost ghost, Drawn drawn) {
    Line line = drawn.ghosts().get(ghost.id());
    if (line == null) {
      return;
    }
    String said = ghost.from() + " → " + ghost.to();
    out.group(words(MapWords.GHOST) + ": " + said);
    out.element("polyline", "points", points(line), "class", "ghost");
    tip(line.points().getFirst(), line.points().getLast(), "badtip");
    out.element(
        "circle", "cx", line.label().x(), "cy", line.label().y(), "r", 9, "class", "badchip");
    out.text(line.label().x() - 2, line.label().y() + 4, "bad", "!");
    out.end();
  }

  private static String points(Line line) {
    return line.points().stream()
        .map(each -> SvgWriter.number(each.x()) + "," + SvgWriter.number(each.y()))
        .collect(Collectors.joining(" "));
  }

  private void tip(Point from, Point to, String style) {
    double length = Math.max(0.1, Math.hypot(to.x() - from.x(), to.y() - from.y()));
    double x = (to.x() - from.x()) / length;
    double y = (to.y() - from.y()) / length;
    double baseX = to.x() - 10 * x;
    double baseY = to.y() - 10 * y;
    out.element(
        "polygon",
        "points",
        "%s,%s %s,%s %s,%s"
            .formatted(
                SvgWriter.number(to.x()),
                SvgWriter.number(to.y()),
                SvgWriter.number(baseX - 4.5 * y),
                SvgWriter.number(baseY + 4.5 * x),
                SvgWriter.number(baseX + 4.5 * y),
                SvgWriter.number(baseY - 4.5 * x)),
        "class",
        style);
  }

  private void legend(double top) {
    double y = top;
    for (ConduitState state : ConduitState.values()) {
      String style =
          switch (state) {
            case DENIED -> "denied";
            case LIVE -> "way";
            case SILENT -> "silent";
            case UNKNOWN -> "unknown";
          };
      out.element("line", "x1", EDGE, "y1", y, "x2", EDGE + 46, "y2", y, "class", style);
      out.text(EDGE + 56, y + 4, "small", mark(state) + legendOf(state));
      y += 17;
    }
    out.element("line", "x1", EDGE, "y1", y, "x2", EDGE + 46, "y2", y, "class", "ghost");
    out.text(EDGE + 56, y + 4, "small", "! " + words(MapWords.GHOST));
    out.text(EDGE + 56, y + 21, "small", "▶| " + words(MapWords.DIODE));
  }

  private void ghosts(Picture picture, double left, double top) {
    double y = top;
    for (Ghost ghost : picture.ghosts().stream().limit(GHOSTS_MAX).toList()) {
      out.text(left, y + 4, "bad", "! " + line(ghost, picture));
      y += 17;
    }
    int left2 = picture.ghosts().size() - GHOSTS_MAX;
    if (left2 > 0) {
      out.text(left, y + 4, "bad", words(MapWords.MORE, left2));
    }
  }

  private String line(Ghost ghost, Picture picture) {
    List<String> parts = new ArrayList<>();
    parts.add(name(ghost.from(), picture) + " → " + name(ghost.to(), picture));
    parts.add(
        words(
            switch (ghost.reason()) {
              case NO_CONDUIT -> MapWords.NO_CONDUIT;
              case NO_CHANNEL -> MapWords.NO_CHANNEL;
            }));
    if (!ghost.protocols().isEmpty()) {
      parts.add(String.join(", ", ghost.protocols()));
    }
    if (ghost.denied() > 0) {
      parts.add(words(MapWords.DENIED, ghost.denied()));
    }
    if (ghost.waited() > 0) {
      parts.add(words(MapWords.WAITED, ghost.waited()));
    }
    return String.join(" · ", parts);
  }

  private static String name(String id, Picture picture) {
    Optional<ZoneShown> zone =
        picture.zones().stream().filter(each -> each.id().equals(id)).findFirst();
    return zone.map(ZoneShown::name).orElse(id);
  }

  /** As much of a text as fits. */
  private static String cut(String text, double width) {
    int chars = (int) Math.max(4, width / 6.2);
    return text.length() <= chars
        ? text
        : text.substring(
                0,
                text.offsetByCodePoints(
                    0, Math.min(chars - 1, text.codePointCount(0, text.length()) - 1)))
            + "…";
  }
}

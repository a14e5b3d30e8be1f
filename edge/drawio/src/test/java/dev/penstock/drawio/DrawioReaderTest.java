package dev.penstock.drawio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.drawio.DrawioReader.Parsed;
import dev.penstock.plant.drawing.Drawing;
import dev.penstock.plant.drawing.Drawing.Line;
import dev.penstock.plant.drawing.Drawing.Shape;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawioReaderTest {
  /** A page that another program packed as diagrams.net does. */
  private static final String PACKED =
      "jVHLDoIwEPyavfeR+AEt6kUTz95q2AhJS0ktiHy9C1U0EgyHNrOznZltFqR23T6Yujj6HC3ILUgd"
          + "vI8JuU6jtSBYmYPMQAhGB8RuocvHLqtNwCquEfRJ0BrbYGLOvkJiQEtQegBCjffGkqG6ELgOgL8Z"
          + "8p7IZHaLD/syu91LZw0ZSlVER7/L+PSsxRCxW5yb/53bzOY+HfQsPvimynGQsLWx/Xcsgc8qqPjZ"
          + "1BM=";

  private static String page(String cells) {
    return "<mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>"
        + cells
        + "</root></mxGraphModel>";
  }

  private static String vertex(String id, String value, String style, String parent) {
    String cell = "<mxCell id=\"%s\" value=\"%s\" style=\"%s\" vertex=\"1\" parent=\"%s\">";
    return (cell + "<mxGeometry/></mxCell>").formatted(id, value, style, parent);
  }

  private static String edge(String id, String value, String ends) {
    return "<mxCell id=\"%s\" value=\"%s\" edge=\"1\" parent=\"1\" %s/>".formatted(id, value, ends);
  }

  private static Drawing read(String file) {
    return switch (DrawioReader.read(file.getBytes(UTF_8))) {
      case Parsed.Page(var drawing) -> drawing;
      case Parsed.Unreadable(var why) -> throw new AssertionError(why);
    };
  }

  private static void unreadable(String file, String why) {
    assertThat(DrawioReader.read(file.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Parsed.Unreadable.class, found -> assertThat(found.why()).contains(why));
  }

  @Test
  void boxesShapesAndLinesAreRead() {
    Drawing drawing =
        read(
            "<mxfile><diagram name=\"Plant\">"
                + page(
                    vertex("z", "Control", "swimlane;startSize=20;", "1")
                        + vertex("g", "", "group", "z")
                        + vertex("a", "PLC&lt;br&gt;&lt;b&gt;1&lt;/b&gt;&amp;nbsp;", "", "g")
                        + vertex("t", "a note", "text;html=1;", "1")
                        + "<object id=\"o\" label=\"Office\" owner=\"x\">"
                        + "<mxCell style=\"container=1\" vertex=\"1\" parent=\"1\"/></object>"
                        + edge("e", "", "source=\"a\" target=\"o\"")
                        + vertex("l", "Reports", "edgeLabel;", "e")
                        + edge("f", "Loose", "source=\"a\""))
                + "</diagram><diagram name=\"Other\">"
                + page(vertex("x", "X", "", "1"))
                + "</diagram></mxfile>");
    assertThat(drawing.shapes())
        .containsExactly(
            new Shape("z", "Control", Optional.empty(), true),
            new Shape("g", "", Optional.of("z"), false),
            new Shape("a", "PLC 1", Optional.of("g"), false),
            new Shape("o", "Office", Optional.empty(), true));
    assertThat(drawing.lines())
        .containsExactly(
            new Line("Reports", Optional.of("a"), Optional.of("o")),
            new Line("Loose", Optional.of("a"), Optional.empty()));
    assertThat(drawing.pagesLeft()).containsExactly("Other");
  }

  @Test
  void aPackedPageIsReadAsAPlainOne() {
    Drawing drawing = read("<mxfile><diagram>\n" + PACKED + "\n</diagram></mxfile>");
    assertThat(drawing.shapes())
        .containsExactly(
            new Shape("z", "Zone ü + 1", Optional.empty(), true),
            new Shape("a", "PLC", Optional.of("z"), false));
  }

  @Test
  void aModelByItselfIsADrawingToo() {
    assertThat(read(page(vertex("a", "A", "", "1"))).shapes()).hasSize(1);
  }

  /** Nothing outside the file is ever read, and nothing in it grows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE mxfile SYSTEM \"file:///etc/passwd\"><mxfile/>",
        "<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><mxfile>&x;</mxfile>",
        "<!DOCTYPE m [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><mxfile>&b;</mxfile>",
        "<!DOCTYPE mxfile><mxfile/>"
      })
  void aDocumentTypeIsRefused(String file) {
    assertThat(DrawioReader.read(file.getBytes(UTF_8))).isInstanceOf(Parsed.Unreadable.class);
  }

  @Test
  void whatIsNoDrawingIsRefused() {
    unreadable("", "is no XML");
    unreadable("no XML", "is no XML");
    unreadable("<mxfile>&undeclared;</mxfile>", "");
    unreadable("<svg/>", "has no mxGraphModel");
    unreadable("<mxfile><diagram>%%%</diagram></mxfile>", "cannot be unpacked");
    unreadable("<mxfile><diagram>AAAA</diagram></mxfile>", "cannot be unpacked");
    unreadable(page("<a>".repeat(70) + "</a>".repeat(70)), "nested deeper");
  }

  /** Else one long label in a small file becomes as many copies as there are cells in it. */
  @Test
  void anObjectIsAroundItsFirstCellAlone() {
    String cell = "<mxCell id=\"b\" value=\"B\" vertex=\"1\" parent=\"1\"/>";
    Drawing drawing =
        read(page("<object id=\"o\" label=\"Office\">" + cell + cell + "</object>" + cell));
    assertThat(drawing.shapes())
        .containsExactly(
            new Shape("o", "Office", Optional.empty(), false),
            new Shape("b", "B", Optional.empty(), false),
            new Shape("b", "B", Optional.empty(), false));
  }

  @Test
  void aLabelThatIsTooLongIsRefused() {
    String most = "a".repeat(Cells.LABEL_CHARS_MAX);
    assertThat(read(page(vertex("a", most, "", "1"))).shapes().getFirst().label()).isEqualTo(most);
    unreadable(page(vertex("a", most + "a", "", "1")), "a label of more than 4096 characters");
    unreadable(page(edge("e", most + "a", "")), "a label of more than 4096 characters");
    String cell = vertex("", "", "", "1");
    unreadable(
        page("<UserObject label=\"" + most + "a\">" + cell + "</UserObject>"),
        "a label of more than 4096 characters");
  }

  @Test
  void aPageThatUnpacksWithoutEndIsRefused() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(packed, new Deflater(9, true))) {
      byte[] much = "a".repeat(1 << 20).getBytes(UTF_8);
      for (int i = 0; i <= DrawioReader.BYTES_MAX >> 20; i++) {
        out.write(much);
      }
    }
    String text = Base64.getEncoder().encodeToString(packed.toByteArray());
    unreadable("<mxfile><diagram>" + text + "</diagram></mxfile>", "becomes more than");
  }

  @Test
  void noBytesMakeTheReaderThrow() {
    byte[] good =
        ("<mxfile><diagram>" + page(vertex("a", "A", "", "1")) + "</diagram></mxfile>")
            .getBytes(UTF_8);
    Property.forAll(Gen.seeds())
        .cases(1_000, 50_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] bytes = good.clone();
          for (int i = random.nextInt(1, 5); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          assertThat(List.of(DrawioReader.read(bytes))).hasSize(1);
        });
  }
}

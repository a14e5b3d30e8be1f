package dev.penstock.drawio;

import dev.penstock.plant.drawing.Drawing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a drawing out of a file of diagrams.net: {@code mxfile} with a {@code diagram} for each
 * page, whose content is an {@code mxGraphModel} as it is, or the same percent-encoded, deflated
 * and in base64. A document type is refused, and with it every entity of its own.
 */
public final class DrawioReader {
  /** Of a file, and of what a compressed page becomes. */
  public static final int BYTES_MAX = 1 << 26;

  private static final int DEPTH_MAX = 64;

  /** What came of reading. */
  public sealed interface Parsed {
    /** The first page. */
    record Page(Drawing drawing) implements Parsed {}

    /** It is no such drawing. */
    record Unreadable(String why) implements Parsed {}
  }

  /** Ends the reading from any depth; never leaves this class. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;

    Stop(String why) {
      super(why, null, false, false);
    }
  }

  private final List<String> pages = new ArrayList<>();
  private final Cells cells = new Cells();

  private DrawioReader() {}

  /** Reads the first page of a file. */
  public static Parsed read(byte[] file) {
    if (file.length > BYTES_MAX) {
      return new Parsed.Unreadable("the file must have at most " + BYTES_MAX + " bytes");
    }
    try {
      return new Parsed.Page(new DrawioReader().file(file));
    } catch (Stop e) {
      return new Parsed.Unreadable(String.valueOf(e.getMessage()));
    } catch (XMLStreamException e) {
      int line = Optional.ofNullable(e.getLocation()).map(Location::getLineNumber).orElse(0);
      return new Parsed.Unreadable("is no XML that is read here, line " + line);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    // Else the parser writes what it finds to the terminal.
    factory.setXMLReporter((_, _, _, _) -> {});
    return factory;
  }

  private Drawing file(byte[] file) throws Stop, XMLStreamException {
    XMLStreamReader in = factory().createXMLStreamReader(new StringReader(decoded(file)));
    var text = new StringBuilder();
    while (next(in)) {
      if (in.isStartElement() && in.getLocalName().equals("diagram")) {
        pages.add(attribute(in, "name"));
      } else if (in.isStartElement() && in.getLocalName().equals("mxGraphModel")) {
        if (pages.size() <= 1) {
          model(in);
        }
      } else if (in.isCharacters() && pages.size() == 1) {
        text.append(in.getText());
      }
    }
    if (!cells.hasModel() && !text.toString().isBlank()) {
      XMLStreamReader inner =
          factory().createXMLStreamReader(new StringReader(inflated(text.toString())));
      while (next(inner)) {
        if (inner.isStartElement() && inner.getLocalName().equals("mxGraphModel")) {
          model(inner);
        }
      }
    }
    if (!cells.hasModel()) {
      throw new Stop("is no drawing of diagrams.net: it has no mxGraphModel");
    }
    return cells.drawing(pages.subList(Math.min(1, pages.size()), pages.size()));
  }

  /** These files are UTF-8, whatever they say of themselves. */
  private static String decoded(byte[] file) throws Stop {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      throw new Stop("is not UTF-8 text");
    }
  }

  /** Goes on, but never into a document type or an entity that it would declare. */
  private static boolean next(XMLStreamReader in) throws Stop, XMLStreamException {
    if (!in.hasNext()) {
      return false;
    }
    int event = in.next();
    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw new Stop("has a document type or entities of its own, which are not read");
    }
    return true;
  }

  /** To the end of this element. */
  private void model(XMLStreamReader in) throws Stop, XMLStreamException {
    cells.beginModel();
    int depth = 1;
    while (depth > 0 && next(in)) {
      if (in.isStartElement()) {
        depth++;
        if (depth > DEPTH_MAX) {
          throw new Stop("is nested deeper than " + DEPTH_MAX);
        }
        switch (in.getLocalName()) {
          case "mxCell" -> cell(in);
          case "object", "UserObject" -> cells.begin(attribute(in, "id"), attribute(in, "label"));
          default -> {
            // Geometry and such.
          }
        }
      } else if (in.isEndElement()) {
        depth--;
        if (in.getLocalName().equals("object") || in.getLocalName().equals("UserObject")) {
          cells.end();
        }
      }
    }
  }

  private void cell(XMLStreamReader in) throws Stop {
    Optional<String> tooMuch =
        cells.add(
            new Cells.Cell(
                attribute(in, "id"),
                attribute(in, "value"),
                attribute(in, "style"),
                attribute(in, "parent"),
                attribute(in, "source"),
                attribute(in, "target"),
                attribute(in, "vertex").equals("1"),
                attribute(in, "edge").equals("1")));
    if (tooMuch.isPresent()) {
      throw new Stop(tooMuch.get());
    }
  }

  private static String attribute(XMLStreamReader in, String name) {
    return Optional.ofNullable(in.getAttributeValue(null, name)).orElse("");
  }

  private static String inflated(String text) throws Stop {
    try {
      byte[] packed = Base64.getMimeDecoder().decode(text);
      InputStream stream =
          new InflaterInputStream(new ByteArrayInputStream(packed), new Inflater(true));
      byte[] plain = stream.readNBytes(BYTES_MAX + 1);
      if (plain.length > BYTES_MAX) {
        throw new Stop("a page becomes more than " + BYTES_MAX + " bytes");
      }
      // In this encoding a plus sign is itself, which the decoder of forms takes for a blank.
      String encoded = new String(plain, StandardCharsets.UTF_8).replace("+", "%2B");
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IOException | IllegalArgumentException _) {
      throw new Stop("has a page that cannot be unpacked");
    }
  }
}

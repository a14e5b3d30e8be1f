package dev.penstock.yaml;

import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one document of YAML 1.2 as a tree with places. Only text, lists and fields are read: tags
 * mean nothing, and aliases, which could make a small file a huge one, are refused.
 */
public final class YamlReader {
  /** Lists and fields inside each other; our deepest file has 6, and the reading recurses. */
  static final int DEPTH_MAX = 32;

  /** What came of reading. */
  public sealed interface Parsed {
    /** The whole document. */
    record Root(Tree tree) implements Parsed {}

    /**
     * It is no document that is read here.
     *
     * @param place where it goes wrong, or {@link Place#NONE}
     */
    record Unreadable(Place place, String why) implements Parsed {}
  }

  /** Ends the reading from any depth; never leaves this class. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Parsed.Unreadable why;

    Stop(Optional<Mark> mark, String why) {
      super(why, null, false, false);
      this.why = new Parsed.Unreadable(place(mark), why);
    }
  }

  private final Iterator<Event> events;

  private YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  /** Reads a file of at most this many bytes. */
  public static Parsed read(Path file, int bytesMax) {
    try {
      if (Files.size(file) > bytesMax) {
        return unreadable("the file must have at most " + bytesMax + " bytes");
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(text, bytesMax);
    } catch (NoSuchFileException e) {
      return unreadable("there is no such file");
    } catch (CharacterCodingException e) {
      return unreadable("the file must be UTF-8 text");
    } catch (IOException e) {
      return unreadable("cannot be read: " + e.getMessage());
    }
  }

  /** Reads text of at most this many characters. */
  public static Parsed parse(String text, int charsMax) {
    LoadSettings settings =
        LoadSettings.builder().setLabel("file").setCodePointLimit(charsMax).build();
    try {
      return new YamlReader(new Parse(settings).parseString(text).iterator()).document();
    } catch (Stop e) {
      return e.why;
    } catch (MarkedYamlEngineException e) {
      return new Parsed.Unreadable(place(e.getProblemMark()), "is no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      return unreadable("is no YAML: " + e.getMessage());
    }
  }

  private static Parsed unreadable(String why) {
    return new Parsed.Unreadable(Place.NONE, why);
  }

  private Parsed document() throws Stop {
    Event first = next();
    while (first.getEventId() == Event.ID.StreamStart
        || first.getEventId() == Event.ID.DocumentStart) {
      first = next();
    }
    if (first.getEventId() == Event.ID.StreamEnd) {
      return unreadable("the file is empty");
    }
    Tree tree = tree(first, 0);
    Event end = next();
    while (end.getEventId() != Event.ID.StreamEnd) {
      if (end.getEventId() == Event.ID.DocumentStart) {
        throw new Stop(end.getStartMark(), "a second document begins; there may be one");
      }
      end = next();
    }
    return new Parsed.Root(tree);
  }

  private Event next() throws Stop {
    Event event = events.next();
    // The reader of comments is off; what it would say is no part of a tree.
    return event.getEventId() == Event.ID.Comment ? next() : event;
  }

  private Tree tree(Event event, int depth) throws Stop {
    if (depth > DEPTH_MAX) {
      throw new Stop(event.getStartMark(), "is nested deeper than " + DEPTH_MAX);
    }
    return switch (event) {
      case ScalarEvent scalar -> new Tree.Scalar(place(scalar.getStartMark()), scalar.getValue());
      case AliasEvent alias ->
          throw new Stop(alias.getStartMark(), "an alias, '*', is not read; write it out");
      default ->
          event.getEventId() == Event.ID.MappingStart ? fields(event, depth) : items(event, depth);
    };
  }

  private Tree fields(Event start, int depth) throws Stop {
    List<Tree.Field> fields = new ArrayList<>();
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      if (!(event instanceof ScalarEvent key)) {
        throw new Stop(event.getStartMark(), "a field must be a plain word");
      }
      var name = new Tree.Scalar(place(key.getStartMark()), key.getValue());
      fields.add(new Tree.Field(name, tree(next(), depth + 1)));
    }
    return new Tree.Fields(place(start.getStartMark()), fields);
  }

  private Tree items(Event start, int depth) throws Stop {
    List<Tree> items = new ArrayList<>();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(tree(event, depth + 1));
    }
    return new Tree.Items(place(start.getStartMark()), items);
  }

  private static Place place(Optional<Mark> mark) {
    return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1)).orElse(Place.NONE);
  }
}

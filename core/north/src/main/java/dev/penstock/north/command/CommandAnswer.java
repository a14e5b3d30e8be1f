package dev.penstock.north.command;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.json.CanonicalJson;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.north.command.OrderReading.Named;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What became of a command, for who gave it; docs/commands.md.
 *
 * @param command by which records name it; empty where nothing began
 * @param phase how it ended, or how far it is where it was asked for before
 * @param why one word, where nothing began
 * @param text for people; empty where there is no more to say
 * @param status the device's own number, where it refused; else 0
 */
public record CommandAnswer(
    Named named,
    Optional<ByteString> command,
    Optional<String> phase,
    Optional<String> why,
    String text,
    long status) {
  /** Nothing began. */
  public static CommandAnswer refused(Named named, String why, String text) {
    return new CommandAnswer(named, Optional.empty(), Optional.empty(), Optional.of(why), text, 0);
  }

  /** As JSON, in UTF-8. */
  public byte[] encode() {
    var json = new JsonObjectMaker().put("taken", command.isPresent());
    put(json, "source", named.source());
    put(json, "point", named.point());
    put(json, "key", named.key());
    put(json, "command", command.map(id -> HexFormat.of().formatHex(id.bytes())));
    put(json, "phase", phase);
    put(json, "why", why);
    put(json, "text", Optional.of(text).filter(each -> !each.isEmpty()));
    if (status != 0) {
      var _ = json.put("status", status);
    }
    return CanonicalJson.bytes(json.make());
  }

  private static void put(JsonObjectMaker json, String name, Optional<String> text) {
    if (text.isPresent()) {
      var _ = json.put(name, text.get());
    }
  }
}

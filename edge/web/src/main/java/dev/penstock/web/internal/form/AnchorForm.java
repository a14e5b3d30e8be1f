package dev.penstock.web.internal.form;

import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.merkle.Digest;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** An answer of an anchor as a row. */
public final class AnchorForm {
  private AnchorForm() {}

  /** Writes a row. */
  public static void write(JsonWriter json, AnchorRow row) {
    json.object();
    json.whole("number", row.number());
    json.whole("size", row.size());
    json.text("root", base64(row.root()));
    json.text("kind", row.kind().name().toLowerCase(Locale.ROOT));
    json.text("name", row.name());
    json.text("outcome", row.outcome().name().toLowerCase(Locale.ROOT));
    json.text("stored", Times.text(row.storedAt()));
    Long at = row.at();
    json.text("at", at == null ? null : Times.text(at));
    Digest proof = row.proof();
    json.text("proof", proof == null ? null : hex(proof));
    ValueForm.write(json, row.details());
    json.end();
  }

  /** A hash of the log, as checkpoints write it. */
  public static String base64(Digest digest) {
    return Base64.getEncoder().encodeToString(digest.bytes());
  }

  /** A digest, as addresses write it. */
  public static String hex(Digest digest) {
    return HexFormat.of().formatHex(digest.bytes());
  }
}

package dev.penstock.web.internal.form;

import dev.penstock.audit.AuditForm;
import dev.penstock.audit.AuditRow;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A row of the audit trail. */
public final class AuditRowForm {
  private AuditRowForm() {}

  /** Writes a row. */
  public static void write(JsonWriter json, AuditRow row) {
    Access access = row.access();
    json.object();
    json.text("place", row.place());
    json.text("proof", "/api/v1/records/" + row.place() + "/proof");
    json.text("time", Times.text(row.time()));
    json.text("person", hex(access.person()));
    json.text("personName", row.personName().orElse(null));
    json.text("action", access.action());
    json.text("object", access.object());
    json.text("outcome", access.outcome().name().toLowerCase(Locale.ROOT));
    json.text("session", hex(access.session()));
    json.text("origin", access.origin());
    json.object("details");
    AuditForm.notes(access).forEach(json::text);
    json.end();
    json.end();
  }

  private static @Nullable String hex(@Nullable ByteString id) {
    return id == null ? null : HexFormat.of().formatHex(id.bytes());
  }
}

package dev.penstock.web.internal.form;

import dev.penstock.passkeys.HostCheck;
import dev.penstock.passkeys.HostVerdict;
import dev.penstock.web.internal.json.JsonWriter;

/** What came of testing a host name, as JSON. */
public final class HostForm {
  private HostForm() {}

  /** The fields of an object that is open. */
  public static void write(JsonWriter json, HostVerdict verdict) {
    json.text("host", verdict.host());
    json.array("checks");
    for (HostCheck check : verdict.checks()) {
      json.object();
      json.text("check", check.kind().wireName());
      json.text("state", check.state().wireName());
      json.text("code", check.code());
      json.text("about", check.about());
      json.text("why", check.why());
      json.text("remedy", check.remedy());
      json.end();
    }
    json.end();
    json.array("settings");
    verdict.settings().forEach(json::text);
    json.end();
    json.text("address", verdict.address().orElse(null));
  }
}

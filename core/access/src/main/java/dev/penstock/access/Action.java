package dev.penstock.access;

import java.util.Optional;

/** Something that takes a permission; each address of the API names one. */
public enum Action {
  LIVE_VIEW("live.view"),
  EVIDENCE_VIEW("evidence.view"),
  EVIDENCE_EXPORT("evidence.export"),
  EVENT_SEND("event.send"),
  AUDIT_VIEW("audit.view"),
  AUDIT_EXPORT("audit.export"),
  HEALTH_VIEW("health.view"),
  SUPPORT_EXPORT("support.export"),
  PEOPLE_VIEW("people.view"),
  PEOPLE_MANAGE("people.manage"),
  ROLES_GRANT("roles.grant"),
  SESSIONS_END("sessions.end"),
  TOKENS_MANAGE("tokens.manage"),
  CERTIFICATES_MANAGE("certificates.manage"),
  SETTINGS_CHANGE("settings.change"),
  PLANT_VIEW("plant.view"),
  PLANT_CHANGE("plant.change"),
  COMMAND_WRITE("command.write"),
  APPROVE("approve"),
  SHRED("shred"),
  NOTICES_MANAGE("notices.manage");

  private final String wireName;

  Action(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<Action> ofWireName(String wireName) {
    return Wire.find(values(), Action::wireName, wireName);
  }
}

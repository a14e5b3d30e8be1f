package dev.penstock.access;

import static dev.penstock.access.Action.APPROVE;
import static dev.penstock.access.Action.AUDIT_EXPORT;
import static dev.penstock.access.Action.AUDIT_VIEW;
import static dev.penstock.access.Action.CERTIFICATES_MANAGE;
import static dev.penstock.access.Action.COMMAND_WRITE;
import static dev.penstock.access.Action.EVENT_SEND;
import static dev.penstock.access.Action.EVIDENCE_EXPORT;
import static dev.penstock.access.Action.EVIDENCE_VIEW;
import static dev.penstock.access.Action.HEALTH_VIEW;
import static dev.penstock.access.Action.LIVE_VIEW;
import static dev.penstock.access.Action.NOTICES_MANAGE;
import static dev.penstock.access.Action.PEOPLE_MANAGE;
import static dev.penstock.access.Action.PEOPLE_VIEW;
import static dev.penstock.access.Action.PLANT_CHANGE;
import static dev.penstock.access.Action.PLANT_VIEW;
import static dev.penstock.access.Action.ROLES_GRANT;
import static dev.penstock.access.Action.SESSIONS_END;
import static dev.penstock.access.Action.SETTINGS_CHANGE;
import static dev.penstock.access.Action.SHRED;
import static dev.penstock.access.Action.SUPPORT_EXPORT;
import static dev.penstock.access.Action.TOKENS_MANAGE;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A bundle of actions that a person is granted as one. The bundles are fixed: an auditor of two
 * plants finds the same words with the same meaning.
 *
 * <p>Req: 62443-4-2 CR 2.1
 */
public enum Role {
  /** Looks at the plant as it runs. */
  VIEWER("viewer", LIVE_VIEW, HEALTH_VIEW, PLANT_VIEW),
  ENGINEER(
      "engineer",
      LIVE_VIEW,
      HEALTH_VIEW,
      PLANT_VIEW,
      EVIDENCE_VIEW,
      EVENT_SEND,
      COMMAND_WRITE,
      PLANT_CHANGE,
      SETTINGS_CHANGE),
  SECURITY_OFFICER(
      "security-officer",
      LIVE_VIEW,
      HEALTH_VIEW,
      PLANT_VIEW,
      EVIDENCE_VIEW,
      EVIDENCE_EXPORT,
      AUDIT_VIEW,
      AUDIT_EXPORT,
      PEOPLE_VIEW,
      SESSIONS_END,
      CERTIFICATES_MANAGE,
      NOTICES_MANAGE,
      PLANT_CHANGE,
      APPROVE,
      SHRED,
      SUPPORT_EXPORT),
  /** Reads everything until a day, and changes nothing. */
  AUDITOR(
      "auditor",
      LIVE_VIEW,
      EVIDENCE_VIEW,
      AUDIT_VIEW,
      PLANT_VIEW,
      PEOPLE_VIEW,
      HEALTH_VIEW,
      EVIDENCE_EXPORT,
      AUDIT_EXPORT),
  /** Manages people and the system, and sees no evidence. */
  ADMINISTRATOR(
      "administrator",
      PEOPLE_VIEW,
      PEOPLE_MANAGE,
      ROLES_GRANT,
      SESSIONS_END,
      TOKENS_MANAGE,
      CERTIFICATES_MANAGE,
      SETTINGS_CHANGE,
      NOTICES_MANAGE,
      HEALTH_VIEW,
      SUPPORT_EXPORT,
      APPROVE),
  ASSET_OWNER(
      "asset-owner",
      LIVE_VIEW,
      HEALTH_VIEW,
      PLANT_VIEW,
      EVIDENCE_VIEW,
      EVIDENCE_EXPORT,
      AUDIT_VIEW,
      APPROVE,
      SHRED),
  /** Sees the model of its own zones. */
  SUPPLIER("supplier", PLANT_VIEW);

  private final String wireName;

  @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable view that nobody else holds.
  private final Set<Action> actions;

  Role(String wireName, Action first, Action... others) {
    this.wireName = wireName;
    this.actions = Collections.unmodifiableSet(EnumSet.of(first, others));
  }

  public String wireName() {
    return wireName;
  }

  public Set<Action> actions() {
    return actions;
  }

  /**
   * Roles that nobody may hold beside this one: who manages people must neither judge the records
   * of it nor guard them.
   */
  public Set<Role> separatedFrom() {
    return switch (this) {
      case ADMINISTRATOR -> Set.of(AUDITOR, SECURITY_OFFICER);
      case AUDITOR, SECURITY_OFFICER -> Set.of(ADMINISTRATOR);
      case VIEWER, ENGINEER, ASSET_OWNER, SUPPLIER -> Set.of();
    };
  }

  public static Optional<Role> ofWireName(String wireName) {
    return Wire.find(values(), Role::wireName, wireName);
  }
}

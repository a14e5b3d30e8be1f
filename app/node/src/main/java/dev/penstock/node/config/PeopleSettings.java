package dev.penstock.node.config;

import dev.penstock.access.ApprovalGrades;
import dev.penstock.access.DualControl.Grade;
import dev.penstock.access.DualControl.Kind;
import dev.penstock.access.Settings;
import dev.penstock.web.Front;
import dev.penstock.yaml.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What accounts and sessions of people are held to, docs/people.md.
 *
 * @param notice what everybody reads before signing in
 * @param oidc a provider outside that may vouch for people
 * @param trail where the audit trail goes as it happens
 */
public record PeopleSettings(
    Settings access, Front.Notice notice, Optional<OidcSettings> oidc, List<TrailSettings> trail) {
  private static final int TEXT_MAX = 2_000;
  private static final Map<String, Grade> GRADES =
      Map.of(
          Grade.PASSKEY.wireName(),
          Grade.PASSKEY,
          Grade.RE_AUTHENTICATION.wireName(),
          Grade.RE_AUTHENTICATION);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** What holds when nobody says otherwise. */
  public static final PeopleSettings DEFAULT =
      new PeopleSettings(
          Settings.DEFAULT,
          new Front.Notice(
              "Authorised use only",
              "This system belongs to a plant. Only people who were given an account may use it."
                  + " What is done here is recorded and may be examined."),
          Optional.empty(),
          List.of());

  public PeopleSettings {
    trail = List.copyOf(trail);
  }

  static PeopleSettings of(Section section) {
    Settings usual = Settings.DEFAULT;
    var sitting =
        new Settings.Sitting(
            section.duration("idle-lock", MINUTE, HOUR.multipliedBy(4), usual.sitting().idle()),
            section.duration(
                "session", MINUTE.multipliedBy(10), HOUR.multipliedBy(24), usual.sitting().whole()),
            section.number("sessions-each", 1, 16, usual.sitting().perPerson()),
            section.duration("step-up", MINUTE, MINUTE.multipliedBy(30), usual.sitting().stepUp()));
    var guessing =
        new Settings.Guessing(
            section.number("wrong-passwords", 2, 20, usual.guessing().triesMax()),
            usual.guessing().window(),
            usual.guessing().lockFirst(),
            usual.guessing().lockMax(),
            usual.guessing().originTriesMax());
    var passwords =
        new Settings.Passwords(
            section.number("password-length", 8, 64, usual.passwords().lengthMin()),
            section.number("password-kinds", 1, 4, usual.passwords().kindsMin()),
            section.number("password-history", 0, 24, usual.passwords().history()));
    return new PeopleSettings(
        new Settings(
            sitting,
            guessing,
            passwords,
            usual.terms(),
            section.section("approvals", PeopleSettings::grades)),
        new Front.Notice(
            text(section, "notice-title", DEFAULT.notice().title()),
            text(section, "notice", DEFAULT.notice().text())),
        section.has("oidc") ? section.section("oidc", OidcSettings::of) : Optional.empty(),
        TrailSettings.of(section));
  }

  /** Which grade agreeing takes, for each kind that is named: stricter than usual, or the same. */
  private static ApprovalGrades grades(Section section) {
    ApprovalGrades grades = ApprovalGrades.DEFAULT;
    for (Kind kind : Kind.values()) {
      Grade wanted = section.word(kind.wireName(), GRADES, kind.leastGrade());
      if (ApprovalGrades.mayBe(kind, wanted)) {
        grades = grades.with(kind, wanted);
      } else {
        section.refuse(
            kind.wireName(),
            "must be "
                + kind.leastGrade().wireName()
                + " and cannot be made weaker: nobody can take back what it does");
      }
    }
    return grades;
  }

  private static String text(Section section, String field, String fallback) {
    String text = section.optionalText(field).orElse(fallback);
    if (text.length() > TEXT_MAX) {
      section.refuse(field, "must have at most " + TEXT_MAX + " characters");
    }
    return text;
  }
}

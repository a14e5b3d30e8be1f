package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 6.1 */
final class AuditFilterTest {
  private static final Access SIGN_IN =
      Rows.access(Rows.ANNA, "session.start", "console", Access.Outcome.GRANTED);

  @Test
  void everythingIsWantedWhereNothingIsAsked() {
    assertThat(AuditFilter.ALL.isWanted(SIGN_IN)).isTrue();
  }

  @Test
  void aPersonIsFoundByPseudonymAndNobodyIsNotThatPerson() {
    var ofAnna =
        new AuditFilter(
            Optional.of(Rows.ANNA), Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(ofAnna.isWanted(SIGN_IN)).isTrue();
    assertThat(
            ofAnna.isWanted(
                Rows.access(Rows.BERT, "session.start", "console", Access.Outcome.GRANTED)))
        .isFalse();
    assertThat(
            ofAnna.isWanted(
                new Access(null, "x", "y", Access.Outcome.REFUSED, null, null, Details.NONE)))
        .isFalse();
  }

  @Test
  void anActionIsFoundByItsFirstWords() {
    assertThat(action("session").isWanted(SIGN_IN)).isTrue();
    assertThat(action("session.start").isWanted(SIGN_IN)).isTrue();
    assertThat(action("sess").isWanted(SIGN_IN)).isFalse();
    assertThat(action("session.end").isWanted(SIGN_IN)).isFalse();
  }

  @Test
  void onlyTheOutcomeAskedForIsWanted() {
    var refused =
        new AuditFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.of(Access.Outcome.REFUSED),
            Optional.empty());
    assertThat(refused.isWanted(SIGN_IN)).isFalse();
  }

  @Test
  void aTextIsFoundInObjectOriginAndNotesInWhateverCase() {
    assertThat(text("CONSOLE").isWanted(SIGN_IN)).isTrue();
    assertThat(text("192.0.2").isWanted(SIGN_IN)).isTrue();
    assertThat(text("passKEY").isWanted(SIGN_IN)).isTrue();
    assertThat(text("nowhere").isWanted(SIGN_IN)).isFalse();
  }

  private static AuditFilter action(String word) {
    return new AuditFilter(Optional.empty(), Optional.of(word), Optional.empty(), Optional.empty());
  }

  private static AuditFilter text(String text) {
    return new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(text));
  }
}

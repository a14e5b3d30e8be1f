package dev.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeopleBookTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private final SplittableRandom random = new SplittableRandom(1);

  private Person person(String name, Role... roles) {
    var grants = Arrays.stream(roles).map(Grant::of).toList();
    return Person.of(PersonId.random(random), name, "Mx " + name, Language.EN, NOW)
        .withGrants(new GrantChange(NOW, grants, null, "because of tom"));
  }

  @Test
  void nobodyIsThereTwice() {
    Person eva = person("eva");
    assertThatThrownBy(() -> PeopleBook.EMPTY.with(eva).with(person("eva")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(PeopleBook.EMPTY.with(eva).with(eva.withDisplayName("E")).people()).hasSize(1);
  }

  @Test
  void anErasedPersonKeepsNothingThatSaysWho() {
    Person eva =
        person("eva", Role.VIEWER).cameIn(NOW, List.of(SecretHash.of("device x"))).erased();
    assertThat(eva.toString()).doesNotContain("eva").doesNotContain("tom");
    assertThat(eva.places()).isEmpty();
    assertThat(eva.history()).hasSize(1);
    assertThat(PeopleBook.EMPTY.with(eva).with(person("eva")).people()).hasSize(2);
  }

  /** Req: 62443-4-2 CR 2.1 RE(4). */
  @Test
  void onceTwoCouldApproveNobodyIsAloneAgain() {
    var kind = DualControl.Kind.ROLES_GRANT;
    Person eva = person("eva", Role.ADMINISTRATOR);
    Person ada = person("ada", Role.SECURITY_OFFICER);
    PeopleBook book = PeopleBook.EMPTY.with(eva).next(NOW);
    assertThat(book.isSinglePerson(kind, NOW)).isTrue();
    book = book.with(ada).next(NOW);
    assertThat(book.isSinglePerson(kind, NOW)).isFalse();
    book = book.with(ada.withState(PersonState.DISABLED)).next(NOW);
    assertThat(book.isSinglePerson(kind, NOW)).isFalse();
    book = book.with(ada.erased()).next(NOW);
    assertThat(book.isSinglePerson(kind, NOW)).isFalse();
    assertThat(book.version()).isEqualTo(4);
  }

  @Test
  void theOldestThatIsOverMakesRoomForANewRequest() {
    PeopleBook book = PeopleBook.EMPTY;
    for (int i = 0; i < PeopleBook.APPROVALS_MAX + 10; i++) {
      var request =
          new ApprovalRequest(
              DualControl.Kind.SHRED,
              PersonId.random(random),
              NOW,
              NOW.plusSeconds(1),
              "{\"n\":" + i + "}",
              List.of());
      Approval approval = Approval.open(Bytes.random(random, 16), request);
      book = book.with(i == 0 ? approval : approval.at(NOW.plusSeconds(1)));
    }
    assertThat(book.approvals()).hasSize(PeopleBook.APPROVALS_MAX);
    assertThat(book.approvals().getFirst().state()).isEqualTo(Approval.State.OPEN);
  }

  @Test
  void namesAreOneSpelling() {
    assertThat(NameRules.normal(" Eva ")).isEqualTo("eva");
    for (String good : List.of("eva", "e", "eva.ek@mill.example", "7")) {
      assertThat(NameRules.faultOfName(good)).isEmpty();
    }
    for (String bad : List.of("", "-eva", "eva.", "e va", "еva", "break-glass", "a".repeat(65))) {
      assertThat(NameRules.faultOfName(bad)).as(bad).isPresent();
    }
    assertThat(NameRules.faultOfDisplayName("Eva Ek-Öst (Schicht 2)")).isEmpty();
    for (String bad : List.of("", " ", "a\u202Eb", "a\nb", " a", "a".repeat(101))) {
      assertThat(NameRules.faultOfDisplayName(bad)).as(bad).isPresent();
    }
  }

  @Test
  void secretsAreInNoText() {
    var token = ServiceAccount.Token.random(random);
    assertThat(ServiceAccount.Token.parse(token.text())).contains(token);
    assertThat(token.toString()).doesNotContain(token.secret());
    assertThat(ServiceAccount.Token.parse(token.text() + "0")).isEmpty();
    assertThat(new TotpKept(Bytes.random(random, 20), 0, NOW).toString()).contains("confirmedAt");
    assertThat(new PasswordKept("#secret", List.of("#old"), NOW, false, null).toString())
        .doesNotContain("secret")
        .doesNotContain("old");
    assertThat(SecretHash.of("x").toString()).isEqualTo("SecretHash");
  }

  @Test
  void aCodeMayBeTypedInManyWays() {
    String code = SetUpCode.random(random);
    assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}");
    SecretHash hash = SetUpCode.hash(code);
    assertThat(SetUpCode.hash(code.toLowerCase(Locale.ROOT).replace('-', ' '))).isEqualTo(hash);
    assertThat(SetUpCode.hash(code.replace('0', 'O').replace('1', 'l'))).isEqualTo(hash);
    assertThat(SetUpCode.hash(code.substring(1))).isNotEqualTo(hash);
  }
}

package dev.penstock.passkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.passkeys.HostCheck.Kind;
import dev.penstock.passkeys.HostCheck.State;
import dev.penstock.passkeys.HostFacts.Address;
import dev.penstock.passkeys.HostFacts.Lookup;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Req: 62443-4-2 CR 1.1 */
class HostJudgeTest {
  private static final String GATE = "gate.plant7.example";
  private static final Address HERE = new Address("192.0.2.7", true, false, true);

  /** A node where all is right; each test spoils something. */
  private static final class Node {
    boolean isTls = true;
    String bind = "0.0.0.0";
    int port = 7640;
    List<String> hosts = List.of(GATE);
    String bound = GATE;
    Lookup lookup = new Lookup.Known(List.of(HERE));
    Optional<HostFacts.Certificate> certificate =
        Optional.of(new HostFacts.Certificate(List.of(GATE), true, true));

    HostVerdict judge(String host) {
      var facts =
          new HostFacts(
              isTls,
              bind,
              port,
              hosts,
              bound.isEmpty() ? Optional.empty() : Optional.of(bound),
              List.of("192.0.2.7"),
              lookup,
              certificate);
      return HostJudge.judge(host, facts, "https://" + host + ":7640/");
    }
  }

  /** What browsers come to without anything having been configured. */
  private static Node plain() {
    var node = new Node();
    node.isTls = false;
    node.bind = "127.0.0.1";
    node.hosts = List.of();
    node.bound = "localhost";
    node.certificate = Optional.empty();
    return node;
  }

  private static HostCheck check(HostVerdict verdict, Kind kind) {
    return verdict.checks().stream().filter(each -> each.kind() == kind).findFirst().orElseThrow();
  }

  private static String word(HostVerdict verdict, Kind kind) {
    HostCheck check = check(verdict, kind);
    return check.state().wireName() + " " + check.code();
  }

  @Test
  void whereAllIsRightTheAnswerSaysWhereToGoOn() {
    HostVerdict verdict = new Node().judge(GATE);
    assertThat(verdict.isGood()).isTrue();
    assertThat(verdict.address()).contains("https://gate.plant7.example:7640/");
    assertThat(verdict.settings()).isEmpty();
    assertThat(verdict.checks()).extracting(HostCheck::kind).containsExactly(Kind.values());
    assertThat(verdict.checks()).allMatch(each -> each.remedy().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "10.20.0.7, address",
    "::1, address",
    "1.2.3, address",
    "'', malformed",
    "a b, malformed",
    "my_gate.plant7.example, malformed",
    "-gate.plant7.example, malformed",
    "gate.plant7.example:7640, malformed"
  })
  void whatIsNoNameIsSaidAtOnceAndNothingElseIsAsked(String host, String code) {
    HostVerdict verdict = new Node().judge(host);
    assertThat(HostJudge.isAskable(host)).isFalse();
    assertThat(word(verdict, Kind.FORM)).isEqualTo("failed " + code);
    assertThat(verdict.checks().subList(1, 6)).allMatch(each -> each.state() == State.OPEN);
    assertThat(verdict.settings()).isEmpty();
    assertThat(verdict.address()).isEmpty();
  }

  @Test
  void aNameWithoutADotIsNoDomainWhateverElseIsRight() {
    var node = new Node();
    node.hosts = List.of("gate");
    HostVerdict verdict = node.judge("gate");
    assertThat(word(verdict, Kind.FORM)).isEqualTo("failed no-domain");
    assertThat(check(verdict, Kind.FORM).remedy()).contains("gate.plant7.example");
    assertThat(word(verdict, Kind.LOOKUP)).isEqualTo("ok known");
    assertThat(word(verdict, Kind.ANSWERS)).isEqualTo("ok answers");
    assertThat(verdict.settings()).isEmpty();
    assertThat(verdict.isGood()).isFalse();
  }

  @Test
  void aNameThatNobodyKnowsSaysWhichLineToAdd() {
    var node = new Node();
    node.lookup = new Lookup.Unknown();
    HostVerdict verdict = node.judge(GATE);
    assertThat(word(verdict, Kind.LOOKUP)).isEqualTo("failed unknown");
    assertThat(check(verdict, Kind.LOOKUP).remedy()).contains("192.0.2.7 gate.plant7.example");
    assertThat(word(verdict, Kind.LISTENS)).isEqualTo("open unasked");
    assertThat(verdict.settings()).isEmpty();
  }

  @Test
  void aResolverThatHangsIsNoAnswer() {
    var node = new Node();
    node.lookup = new Lookup.TooSlow();
    assertThat(word(node.judge(GATE), Kind.LOOKUP)).isEqualTo("failed too-slow");
  }

  @Test
  void aTestBesideOthersIsToldThatItWasNotMade() {
    var node = new Node();
    node.lookup = new Lookup.Busy();
    HostVerdict verdict = node.judge(GATE);
    assertThat(word(verdict, Kind.LOOKUP)).isEqualTo("failed busy");
    assertThat(verdict.settings()).isEmpty();
  }

  @Test
  void aNameOfAnotherMachineIsNamed() {
    var node = new Node();
    node.lookup = new Lookup.Known(List.of(HERE, new Address("203.0.113.9", false, false, false)));
    HostVerdict verdict = node.judge(GATE);
    assertThat(word(verdict, Kind.LISTENS)).isEqualTo("failed elsewhere");
    assertThat(check(verdict, Kind.LISTENS).about()).isEqualTo("203.0.113.9");
    assertThat(verdict.settings()).isEmpty();
  }

  @Test
  void anAddressWhereTheNodeDoesNotListenTakesAnotherBind() {
    var node = new Node();
    node.bind = "127.0.0.1";
    node.lookup = new Lookup.Known(List.of(new Address("192.0.2.7", true, false, false)));
    HostVerdict verdict = node.judge(GATE);
    assertThat(word(verdict, Kind.LISTENS)).isEqualTo("failed not-listening");
    assertThat(check(verdict, Kind.LISTENS).why()).contains("192.0.2.7", "127.0.0.1");
    assertThat(verdict.settings()).containsExactly("http:", "  bind: 192.0.2.7");
  }

  /** A machine with a foot in the control network does not open the console there. */
  @Test
  void onlyANameWithSeveralAddressesOpensAllInterfaces() {
    var node = new Node();
    node.bind = "127.0.0.1";
    node.lookup = new Lookup.Known(List.of(new Address("2001:db8::7", true, false, false)));
    assertThat(node.judge(GATE).settings()).containsExactly("http:", "  bind: \"2001:db8::7\"");
    node.lookup =
        new Lookup.Known(
            List.of(
                new Address("192.0.2.7", true, false, false),
                new Address("2001:db8::7", true, false, false)));
    assertThat(node.judge(GATE).settings()).containsExactly("http:", "  bind: 0.0.0.0");
    var plain = plain();
    plain.lookup = new Lookup.Unknown();
    assertThat(plain.judge(GATE).settings()).contains("  bind: 192.0.2.7");
  }

  @Test
  void aNameThatLeadsToLoopbackIsGoodHereAndSaysSo() {
    var node = new Node();
    node.lookup = new Lookup.Known(List.of(new Address("127.0.1.1", true, true, true)));
    HostVerdict verdict = node.judge(GATE);
    assertThat(verdict.isGood()).isTrue();
    assertThat(word(verdict, Kind.LISTENS)).isEqualTo("ok loopback");
  }

  @Test
  void aNameThatIsNotInTheSettingsComesFirstThere() {
    var node = new Node();
    node.hosts = List.of("old.plant7.example", "fd00::7", "192.0.2.7");
    node.bound = "old.plant7.example";
    node.certificate =
        Optional.of(new HostFacts.Certificate(List.of("old.plant7.example"), false, true));
    HostVerdict verdict = node.judge(GATE);
    assertThat(word(verdict, Kind.ANSWERS)).isEqualTo("failed not-named");
    assertThat(word(verdict, Kind.CERTIFICATE)).isEqualTo("failed not-covered");
    assertThat(word(verdict, Kind.PASSKEYS)).isEqualTo("failed other-name");
    assertThat(check(verdict, Kind.PASSKEYS).about()).isEqualTo("old.plant7.example");
    assertThat(verdict.settings())
        .containsExactly(
            "http:",
            "  tls:",
            "    hosts:",
            "      - gate.plant7.example",
            "      - old.plant7.example",
            "      - \"fd00::7\"",
            "      - 192.0.2.7");
  }

  @Test
  void aNameThatIsNotTheFirstIsNotWhatPasskeysAreBoundTo() {
    var node = new Node();
    node.hosts = List.of("old.plant7.example", GATE);
    node.bound = "old.plant7.example";
    HostVerdict verdict = node.judge(GATE);
    assertThat(word(verdict, Kind.ANSWERS)).isEqualTo("ok answers");
    assertThat(word(verdict, Kind.PASSKEYS)).isEqualTo("failed other-name");
    assertThat(verdict.settings())
        .containsExactly(
            "http:", "  tls:", "    hosts:", "      - " + GATE, "      - old.plant7.example");
  }

  @Test
  void aNodeWithoutANameOrPortIsToldBoth() {
    var node = new Node();
    node.hosts = List.of();
    node.bound = "";
    assertThat(word(node.judge(GATE), Kind.PASSKEYS)).isEqualTo("failed no-name");
    node.port = 0;
    HostVerdict verdict = node.judge(GATE);
    assertThat(word(verdict, Kind.PASSKEYS)).isEqualTo("failed no-port");
    assertThat(verdict.settings())
        .containsExactly("http:", "  port: 7640", "  tls:", "    hosts:", "      - " + GATE);
  }

  @Test
  void aCertificateThatHasEndedIsToldApartFromOneThatDoesNotFit() {
    var node = new Node();
    node.certificate = Optional.of(new HostFacts.Certificate(List.of(GATE), true, false));
    assertThat(word(node.judge(GATE), Kind.CERTIFICATE)).isEqualTo("failed out-of-time");
  }

  @Test
  void plainHttpServesLocalhostAndNothingElse() {
    Node node = plain();
    node.lookup =
        new Lookup.Known(
            List.of(
                new Address("127.0.0.1", true, true, true), new Address("::1", true, true, false)));
    assertThat(node.judge("localhost").isGood()).isTrue();
    node.lookup = new Lookup.Known(List.of(new Address("192.0.2.7", true, false, false)));
    HostVerdict verdict = node.judge(GATE);
    assertThat(word(verdict, Kind.FORM)).isEqualTo("failed not-secure");
    assertThat(word(verdict, Kind.CERTIFICATE)).isEqualTo("open plain");
    assertThat(verdict.settings())
        .containsExactly("http:", "  bind: 192.0.2.7", "  tls:", "    hosts:", "      - " + GATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {" Gate.Plant7.Example ", "gate.plant7.example.", "GATE.PLANT7.EXAMPLE"})
  void whatIsTypedIsTakenAsItIsMeant(String typed) {
    assertThat(HostJudge.plain(typed)).isEqualTo(GATE);
  }

  @Test
  void everyFailureSaysWhatToDoAndEveryCheckWhy() {
    for (String host : List.of(GATE, "other.plant7.example", "gate", "10.0.0.1", "localhost")) {
      for (Node node : List.of(new Node(), plain())) {
        for (HostCheck check : node.judge(host).checks()) {
          assertThat(check.why()).isNotBlank().endsWith(".");
          assertThat(check.remedy().isEmpty()).isEqualTo(check.state() != State.FAILED);
        }
      }
    }
  }

  @Test
  void aNameThatIsKnownHasAnAddress() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Lookup.Known(List.of()));
  }
}

package dev.penstock.passkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelyingPartyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.168.1.7",
        "127.0.0.1:8443",
        "[::1]",
        "[fe80::1]:8443",
        "::1",
        "1.2.3",
        "7",
        "host.0x7f",
        "10.0.0.1"
      })
  void anAddressHasNoPasskeys(String host) {
    assertThat(RelyingParty.flawOfHost(host, true)).contains(HostFlaw.ADDRESS);
    assertThat(RelyingParty.flawOfHost(host, false)).contains(HostFlaw.ADDRESS);
  }

  @Test
  void aNameWithoutADotHasNoPasskeys() {
    assertThat(RelyingParty.flawOfHost("penstock", true)).contains(HostFlaw.NO_DOMAIN);
    assertThat(RelyingParty.flawOfHost("penstock:8443", true)).contains(HostFlaw.NO_DOMAIN);
  }

  @Test
  void plainHttpHasPasskeysAtLocalhostOnly() {
    assertThat(RelyingParty.flawOfHost("penstock.example", false)).contains(HostFlaw.NOT_SECURE);
    assertThat(RelyingParty.flawOfHost("localhost:8080", false)).isEmpty();
    assertThat(RelyingParty.flawOfHost("a.localhost", false)).isEmpty();
    assertThat(RelyingParty.flawOfHost("localhost.example", false)).contains(HostFlaw.NOT_SECURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "penstock.example",
        "PENSTOCK.Example:8443",
        "a.b.c",
        "plant-1.example",
        "7even.example",
        "localhost"
      })
  void aDomainHasPasskeys(String host) {
    assertThat(RelyingParty.flawOfHost(host, true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..b",
        "a.b.",
        "-a.example",
        "a b.example",
        "a.example:123456",
        "a.example/x",
        "ä.example",
        "a.example:x"
      })
  void whatIsNoHostNameHasNoPasskeys(String host) {
    assertThat(RelyingParty.flawOfHost(host, true)).contains(HostFlaw.MALFORMED);
  }

  @Test
  void aHostHasAnEnd() {
    String host = "a.".repeat(130) + "example";
    assertThat(RelyingParty.flawOfHost(host, true)).contains(HostFlaw.MALFORMED);
    assertThat(RelyingParty.flawOfHost("a".repeat(64) + ".example", true))
        .contains(HostFlaw.MALFORMED);
    assertThat(RelyingParty.flawOfHost("a".repeat(63) + ".example", true)).isEmpty();
  }

  @Test
  void everyFlawIsSaidInWords() {
    for (HostFlaw flaw : HostFlaw.values()) {
      assertThat(flaw.text()).isNotBlank().doesNotEndWith(".");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://penstock.example",
        "https://penstock.example:8443",
        "https://a.penstock.example"
      })
  void anOriginIsAtTheDomainOrBelow(String origin) {
    assertThat(new RelyingParty("penstock.example", "Penstock", List.of(origin)).origins())
        .containsExactly(origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://penstock.example",
        "https://penstock.example/",
        "https://penstock.example:443",
        "https://evilpenstock.example",
        "https://example",
        "https://Penstock.example",
        "penstock.example",
        "https://penstock.example:0",
        "https://x@penstock.example",
        ""
      })
  void anyOtherOriginIsOurMistake(String origin) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RelyingParty("penstock.example", "Penstock", List.of(origin)));
  }

  @Test
  void localhostMayBePlain() {
    assertThat(new RelyingParty("localhost", "Penstock", List.of("http://localhost:8080")).id())
        .isEqualTo("localhost");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RelyingParty("localhost", "Penstock", List.of("http://localhost:80")));
  }

  @Test
  void aRelyingPartyHasDomainNameAndOrigin() {
    List<String> origins = List.of("https://penstock.example");
    for (String id :
        List.of("", "10.0.0.1", "penstock", "Penstock.example", "penstock.example:443")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new RelyingParty(id, "Penstock", origins));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RelyingParty("penstock.example", " ", origins));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RelyingParty("penstock.example", "x".repeat(65), origins));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RelyingParty("penstock.example", "Penstock", List.of()));
  }
}

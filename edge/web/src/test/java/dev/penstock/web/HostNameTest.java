package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostNameTest {
  @Test
  void namesAndAddressesAreToldApart() {
    assertThat(List.of("plant7", "gate.plant7.example", "a-b.example")).allMatch(HostName::isHost);
    assertThat(List.of("", "10.1.0.5", "Plant7", "a..b", "-a", "a_b", "*.example", "x.1", "a\n"))
        .noneMatch(HostName::isHost);
    assertThat(List.of("10.1.0.5", "0.0.0.0", "::", "::1", "2001:db8::1"))
        .allMatch(HostName::isAddress);
    assertThat(List.of("", "10.1", "plant7", "300.1.1.1", "fe80::1%eth0", "[::1]", ":"))
        .noneMatch(HostName::isAddress);
  }

  /** RFC 6797 §8.1.1 */
  @Test
  void strictTransportIsForNamesThatMeanOneServer() {
    assertThat(HostName.isStrict("gate.plant7.example")).isTrue();
    assertThat(List.of("localhost", "a.localhost", "10.1.0.5", "::1"))
        .noneMatch(HostName::isStrict);
  }
}

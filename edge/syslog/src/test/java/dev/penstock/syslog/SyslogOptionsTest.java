package dev.penstock.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.framessyslog.Framing;
import dev.penstock.syslog.SyslogOptions.Way;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogOptionsTest {
  private static SyslogOptions options(String name, String bind, int port) {
    return new SyslogOptions(name, bind, port, new Way.Udp(), NamingLimits.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::", "::1", "fe80::1", "::ffff:10.0.0.1"})
  void anAddressIsOne(String bind) {
    assertThat(options("logs", bind, 514).bind()).isEqualTo(bind);
  }

  /** A name would be looked up, and what it means may change. */
  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "10.0.0", "plant.example", "10.0.0.0/8"})
  void aNameIsNoAddress(String bind) {
    assertThatThrownBy(() -> options("logs", bind, 514)).hasMessageContaining("bind is");
  }

  @Test
  void whatCannotBeIsNamedWithItsRange() {
    assertThatThrownBy(() -> options("", "::", 514)).hasMessageContaining("name is");
    assertThatThrownBy(() -> options("~x", "::", 514)).hasMessageContaining("not begin with ~");
    assertThatThrownBy(() -> options("x", "::", 65_536)).hasMessageContaining("must be 0..65535");
    var files = new TlsFiles(Path.of("a"), Path.of("b"), null);
    assertThatThrownBy(() -> new Way.Tls(files, Framing.LINES, 0, 4_096))
        .hasMessage("connections is 0, must be 1..10000");
    assertThatThrownBy(() -> new Way.Tls(files, Framing.LINES, 1, 2_047))
        .hasMessage("messageBytes is 2047, must be 2048..122880");
  }
}

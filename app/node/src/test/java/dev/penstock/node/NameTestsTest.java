package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.passkeys.HostCheck;
import dev.penstock.passkeys.HostVerdict;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Req: 62443-4-2 CR 1.1 */
class NameTestsTest {
  private static final InetAddress OWN = InetAddress.ofLiteral("192.0.2.7");

  /** A resolver that knows two names, forgets one of them, and hangs at a third. */
  private static final class Machine implements NameTests.Names {
    final CountDownLatch end = new CountDownLatch(1);
    final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    volatile boolean isInterfaceLess;

    @Override
    public List<InetAddress> of(String host) throws UnknownHostException {
      asked.add(host);
      if (host.startsWith("slow.")) {
        try {
          end.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      }
      List<InetAddress> known =
          Map.of(
                  "gate.plant7.example", List.of(OWN),
                  "other.plant7.example", List.of(InetAddress.ofLiteral("203.0.113.9")),
                  "localhost", List.of(InetAddress.getLoopbackAddress()))
              .getOrDefault(host, List.of());
      if (known.isEmpty()) {
        throw new UnknownHostException(host);
      }
      return known;
    }

    @Override
    public Set<InetAddress> own() throws IOException {
      if (isInterfaceLess) {
        throw new IOException("no interfaces");
      }
      return Set.of(OWN, InetAddress.getLoopbackAddress());
    }
  }

  private final Machine machine = new Machine();

  private NameTests tests(WebOptions options, Duration patience) {
    return new NameTests(
        options,
        FrontDoor.party(options, "plant7.example/log"),
        machine,
        Optional::empty,
        InstantSource.system(),
        patience);
  }

  private static WebOptions overTls(String bind) {
    return new WebOptions(
        bind,
        7640,
        WebLimits.DEFAULT,
        new WebOptions.Way.Tls(List.of("gate.plant7.example"), Optional.empty()));
  }

  private static String words(HostVerdict verdict) {
    List<String> words = new ArrayList<>();
    for (HostCheck check : verdict.checks()) {
      words.add(check.code());
    }
    return String.join(" ", words);
  }

  @Test
  void aNameThatLeadsHereIsKnownToLeadHere() throws Exception {
    NameTests tests = tests(overTls("0.0.0.0"), Duration.ofSeconds(60));
    assertThat(words(tests.test(" Gate.Plant7.Example. ")))
        .isEqualTo("domain known listens answers plain bound");
    assertThat(machine.asked).containsExactly("gate.plant7.example");
  }

  @Test
  void aNameThatLeadsElsewhereOrNowhereIsSaid() throws Exception {
    NameTests tests = tests(overTls("0.0.0.0"), Duration.ofSeconds(60));
    assertThat(words(tests.test("other.plant7.example")))
        .isEqualTo("domain known elsewhere not-named plain other-name");
    assertThat(words(tests.test("nobody.plant7.example")))
        .isEqualTo("domain unknown unasked not-named plain other-name");
  }

  @Test
  void anAddressOfThisMachineCountsOnlyWhereTheNodeListens() throws Exception {
    NameTests tests = tests(overTls("127.0.0.1"), Duration.ofSeconds(60));
    HostVerdict verdict = tests.test("gate.plant7.example");
    assertThat(words(verdict)).isEqualTo("domain known not-listening answers plain bound");
    assertThat(verdict.settings()).containsExactly("http:", "  bind: 192.0.2.7");
  }

  @Test
  void whatIsNoNameIsNotLookedUp() throws Exception {
    NameTests tests = tests(overTls("0.0.0.0"), Duration.ofSeconds(60));
    for (String typed : List.of("", "10.20.0.7", "::1", "-", "a b", "gate.plant7.example:80")) {
      assertThat(tests.test(typed).isGood()).isFalse();
    }
    assertThat(machine.asked).isEmpty();
  }

  @Test
  void aResolverThatHangsIsWaitedForOnceInAWhileAndNeverByMany() throws Exception {
    NameTests tests = tests(overTls("0.0.0.0"), Duration.ofMillis(20));
    for (int i = 0; i < 6; i++) {
      assertThat(words(tests.test("slow.plant7.example")))
          .startsWith(i < 2 ? "domain too-slow " : "domain busy ");
    }
    assertThat(machine.asked).hasSizeLessThanOrEqualTo(2);
    machine.end.countDown();
  }

  @Test
  void plainHttpIsForLocalhost() throws Exception {
    NameTests tests = tests(WebOptions.DEFAULT, Duration.ofSeconds(60));
    HostVerdict verdict = tests.test("localhost");
    assertThat(verdict.address()).contains("http://localhost:7640/");
    assertThat(tests.test("gate.plant7.example").settings())
        .containsExactly(
            "http:", "  bind: 192.0.2.7", "  tls:", "    hosts:", "      - gate.plant7.example");
  }

  @Test
  void whereInterfacesCannotBeReadNothingIsTakenForThisMachine() throws Exception {
    machine.isInterfaceLess = true;
    NameTests tests = tests(overTls("0.0.0.0"), Duration.ofSeconds(60));
    assertThat(words(tests.test("gate.plant7.example"))).contains("elsewhere");
    assertThat(words(tests.test("localhost"))).contains("loopback");
  }

  /** In a process of its own, for what the runtime keeps is settled by its first look-up. */
  @Test
  void aNameThatWasCorrectedIsFoundAtOnce(@TempDir Path folder) throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "192.0.2.9 other.plant7.example\n");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path"),
                Correcting.class.getName(),
                hosts.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said).contains("unknown", "192.0.2.7", "192.0.2.8");
  }

  /** Asks for one name before it is known, after, and when it has moved. */
  static final class Correcting {
    private Correcting() {}

    static void main(String[] arguments) throws IOException {
      NameTests.keepNoAnswers();
      Path hosts = Path.of(arguments[0]);
      try {
        IO.println(NameTests.Names.HERE.of("gate.plant7.example"));
      } catch (UnknownHostException _) {
        IO.println("unknown");
      }
      for (String address : List.of("192.0.2.7", "192.0.2.8")) {
        var _ = Files.writeString(hosts, address + " gate.plant7.example\n");
        IO.println(NameTests.Names.HERE.of("gate.plant7.example"));
      }
    }
  }

  /** The real one: whatever the machine's resolver is like, it knows itself. */
  @Test
  void thisMachineKnowsItself() throws Exception {
    assertThat(NameTests.Names.HERE.of("localhost")).allMatch(InetAddress::isLoopbackAddress);
    assertThat(NameTests.Names.HERE.own()).anyMatch(InetAddress::isLoopbackAddress);
  }
}

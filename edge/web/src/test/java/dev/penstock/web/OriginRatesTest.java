package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 7.1 */
class OriginRatesTest {
  private static final String RECORDS = "/api/v1/records";
  private static final String SESSION = "/api/v1/session";

  private final FakeClock clock = FakeClock.of();
  private final OriginRates rates =
      new OriginRates(new WebLimits.Rates(10, 20, 6, 3, 100), clock::nanos);

  private int untilRefused(String address, String method, String path) {
    for (int count = 0; count < 1_000; count++) {
      if (rates.take(address, method, path) > 0) {
        return count;
      }
    }
    return 1_000;
  }

  @Test
  void aBurstIsServedAndThenSoManyASecond() {
    assertThat(untilRefused("10.1.0.5", "GET", RECORDS)).isEqualTo(20);
    assertThat(rates.take("10.1.0.5", "GET", RECORDS)).isEqualTo(1);
    clock.advance(Duration.ofMillis(1_050));
    assertThat(untilRefused("10.1.0.5", "GET", RECORDS)).isEqualTo(10);
  }

  @Test
  void oneAddressCostsAnotherNothing() {
    assertThat(untilRefused("10.1.0.5", "GET", RECORDS)).isEqualTo(20);
    assertThat(untilRefused("10.1.0.6", "GET", RECORDS)).isEqualTo(20);
  }

  @Test
  void anIpv6NetworkIsOneHost() {
    assertThat(untilRefused("2001:db8::1", "GET", RECORDS)).isEqualTo(20);
    assertThat(untilRefused("[2001:db8::ffff:2]", "GET", RECORDS)).isZero();
    assertThat(untilRefused("2001:db8:0:1::1%eth0", "GET", RECORDS)).isEqualTo(20);
  }

  @Test
  void signingInHasASmallerBucketAndSaysHowLongToWait() {
    assertThat(untilRefused("10.1.0.5", "POST", SESSION)).isEqualTo(3);
    assertThat(rates.take("10.1.0.5", "POST", SESSION)).isEqualTo(10);
    assertThat(rates.take("10.1.0.5", "POST", "/api/v1/set-up")).isPositive();
    assertThat(rates.take("10.1.0.5", "POST", "/api/v1/account/password")).isPositive();
    assertThat(rates.take("10.1.0.5", "GET", "/api/v1/session/oidc/begin")).isPositive();
    assertThat(rates.take("10.1.0.5", "GET", SESSION)).as("the console asks it often").isZero();
    assertThat(rates.take("10.1.0.5", "POST", "/api/v1/events")).isZero();
    clock.advance(Duration.ofSeconds(10));
    assertThat(rates.take("10.1.0.5", "POST", SESSION)).isZero();
  }

  @Test
  void aSlashMoreIsNoWayAround() {
    int last = 0;
    for (String end : new String[] {"/oidc/begin/", "/oidc/finish/", "/oidc/begin//"}) {
      String address = "10.1.1." + ++last;
      assertThat(untilRefused(address, "POST", SESSION + "/")).isEqualTo(3);
      assertThat(rates.take(address, "GET", SESSION + end)).as(end).isPositive();
      assertThat(rates.take(address, "POST", SESSION + "/end/")).isZero();
    }
  }

  /** Behind one address are many: what they get wrong must keep nobody from leaving. */
  @Test
  void whoHasASessionLocksUnlocksAndLeavesHoweverOftenOthersTried() {
    for (String address : new String[] {"10.1.0.5", "127.0.0.1"}) {
      assertThat(untilRefused(address, "POST", SESSION)).isEqualTo(3);
      for (String what : new String[] {"/lock", "/unlock", "/step-up", "/end"}) {
        assertThat(rates.take(address, "POST", SESSION + what)).as(what).isZero();
      }
      assertThat(rates.take(address, "POST", SESSION + "/passkey")).isPositive();
      assertThat(rates.take(address, "GET", SESSION + "/oidc/finish")).isPositive();
      assertThat(rates.take(address, "GET", SESSION + "/oidc/return")).isZero();
    }
  }

  @Test
  void onLoopbackOnlyPasswordsAreCounted() {
    for (String address : new String[] {"127.0.0.1", "::1", "[0:0:0:0:0:0:0:1]"}) {
      assertThat(untilRefused(address, "GET", RECORDS)).as(address).isEqualTo(1_000);
    }
    assertThat(untilRefused("127.0.0.1", "POST", SESSION)).isEqualTo(3);
  }

  @Test
  void onlySoManyAddressesAreRemembered() {
    for (int i = 0; i < 1_000; i++) {
      int _ = rates.take("10.1." + i / 250 + "." + i % 250, "GET", RECORDS);
    }
    assertThat(rates.size()).isEqualTo(100);
  }
}

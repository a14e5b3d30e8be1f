package dev.penstock.web;

import dev.penstock.web.internal.call.Route;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How often one address may ask: a bucket of tokens for all requests, and a small one for those by
 * which somebody signs in, where each costs us a password hash. Machines on loopback may ask as
 * often as they like, but not try passwords. An IPv6 address counts by its network of 64 bits,
 * which one host has for itself.
 *
 * <p>Req: 62443-4-2 CR 7.1, CR 7.2
 */
final class OriginRates {
  private static final double NANOS_PER_S = 1e9;
  private static final int S_PER_MIN = 60;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_NETWORK_BYTES = 8;

  private static final String SESSION = "/api/v1/session";
  private static final String SET_UP = "/api/v1/set-up";
  private static final String ACCOUNT = "/api/v1/account/";

  private final WebLimits.Rates rates;
  private final LongSupplier nanos;

  /** The one that asked longest ago goes first. Guarded by this. */
  private final LinkedHashMap<String, Origin> origins = new LinkedHashMap<>(64, 0.75f, true);

  OriginRates(WebLimits.Rates rates, LongSupplier nanos) {
    this.rates = rates;
    this.nanos = nanos;
  }

  /** Tokens that come back with time. Guarded by whoever owns it. */
  private static final class Bucket {
    private final double perSecond;
    private final double burst;
    private double tokens;
    private long at;

    Bucket(double perSecond, double burst, long now) {
      this.perSecond = perSecond;
      this.burst = burst;
      this.tokens = burst;
      this.at = now;
    }

    /** Takes one; how many seconds to wait when there is none, else 0. */
    int take(long now) {
      tokens = Math.min(burst, tokens + Math.max(0, now - at) / NANOS_PER_S * perSecond);
      at = now;
      if (tokens >= 1) {
        tokens--;
        return 0;
      }
      return (int) Math.max(1, Math.ceil((1 - tokens) / perSecond));
    }
  }

  private record Origin(Bucket all, Bucket signIn) {}

  /**
   * Counts a request.
   *
   * @param address of whoever sent it
   * @return 0, or how many seconds it must wait
   */
  synchronized int take(String address, String method, String path) {
    long now = nanos.getAsLong();
    InetAddress from = literal(address);
    boolean isSignIn = isSignIn(method, path);
    if (from.isLoopbackAddress() && !isSignIn) {
      return 0;
    }
    Origin origin = origins.computeIfAbsent(key(from), _ -> fresh(now));
    if (origins.size() > rates.origins()) {
      var _ = origins.pollFirstEntry();
    }
    int all = from.isLoopbackAddress() ? 0 : origin.all().take(now);
    return all > 0 || !isSignIn ? all : origin.signIn().take(now);
  }

  private Origin fresh(long now) {
    return new Origin(
        new Bucket(rates.perSecond(), rates.burst(), now),
        new Bucket((double) rates.signInsPerMinute() / S_PER_MIN, rates.signInBurst(), now));
  }

  /**
   * What people ask with the session they have: to leave, to lock, and to be let in again, whose
   * tries are counted for each session. Others at their address must not keep them from it.
   */
  private static final Set<String> WITHIN =
      Set.of(SESSION + "/lock", SESSION + "/end", SESSION + "/unlock", SESSION + "/step-up");

  /** By path, as it was sent but for the slashes at its end, which reach the same address. */
  private static boolean isSignIn(String method, String sent) {
    int end = sent.length();
    while (end > 0 && sent.charAt(end - 1) == '/') {
      end--;
    }
    String path = sent.substring(0, end);
    boolean isPost = method.toUpperCase(Locale.ROOT).equals("POST");
    return path.equals(Route.OIDC + "begin")
        || path.equals(Route.OIDC + "finish")
        || (isPost
            && !WITHIN.contains(path)
            && (path.startsWith(SESSION) || path.startsWith(SET_UP) || path.startsWith(ACCOUNT)));
  }

  private static InetAddress literal(String address) {
    String plain = address.replaceAll("[\\[\\]]|%.*", "");
    return InetAddress.ofLiteral(plain);
  }

  private static String key(InetAddress from) {
    byte[] bytes = from.getAddress();
    int count = bytes.length == IPV4_BYTES ? IPV4_BYTES : IPV6_NETWORK_BYTES;
    return HexFormat.of().formatHex(bytes, 0, count);
  }

  /** How many addresses are remembered. */
  synchronized int size() {
    return origins.size();
  }
}

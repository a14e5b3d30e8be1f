package dev.penstock.objects;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests by AWS Signature Version 4, in a header, with the payload's hash. */
final class RequestSigner {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String SERVICE = "s3";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StoreKeys keys;
  private final String region;

  RequestSigner(StoreKeys keys, String region) {
    this.keys = keys;
    this.region = region;
  }

  /**
   * What is signed of a request.
   *
   * @param path as it is, not encoded
   * @param query names and values, not encoded
   * @param headers by name; the host among them
   */
  record Request(
      String method, String path, SortedMap<String, String> query, Map<String, String> headers) {}

  /** The header that names the time, as it must be among those signed. */
  static String time(Instant now) {
    return TIME.format(now);
  }

  /** The value of the Authorization header. */
  String authorization(Request request, String payloadHash, Instant now) {
    SortedMap<String, String> headers = new TreeMap<>();
    request
        .headers()
        .forEach((name, value) -> {
          var _ = headers.put(name.toLowerCase(Locale.ROOT), value.strip().replaceAll(" +", " "));
        });
    String signed = String.join(";", headers.keySet());
    // 1. The canonical request.
    String canonical =
        request.method()
            + "\n"
            + encoded(request.path(), true)
            + "\n"
            + query(request.query())
            + "\n"
            + headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining())
            + "\n"
            + signed
            + "\n"
            + payloadHash;
    // 2. The string to sign.
    String day = time(now).substring(0, 8);
    String scope = day + "/" + region + "/" + SERVICE + "/aws4_request";
    String toSign = ALGORITHM + "\n" + time(now) + "\n" + scope + "\n" + sha256(utf8(canonical));
    // 3. The signing key and the signature.
    byte[] key = utf8("AWS4" + keys.secret());
    for (String part : new String[] {day, region, SERVICE, "aws4_request"}) {
      key = hmac(key, part);
    }
    String signature = HexFormat.of().formatHex(hmac(key, toSign));
    return ALGORITHM
        + " Credential="
        + keys.id()
        + "/"
        + scope
        + ",SignedHeaders="
        + signed
        + ",Signature="
        + signature;
  }

  /** The query as it is signed, which is also a good way to send it. */
  static String query(SortedMap<String, String> query) {
    return query.entrySet().stream()
        .map(each -> encoded(each.getKey(), false) + "=" + encoded(each.getValue(), false))
        .collect(Collectors.joining("&"));
  }

  /** Everything but the unreserved characters of RFC 3986 becomes %XX, upper case. */
  static String encoded(String text, boolean isPath) {
    var out = new StringBuilder();
    for (byte each : utf8(text)) {
      char c = (char) (each & 0xff);
      boolean isPlain =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0
              || (isPath && c == '/');
      if (isPlain) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
      }
    }
    return out.toString();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform must offer SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      // Every Java platform must offer HmacSHA256 (javax.crypto.Mac), and takes any key.
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

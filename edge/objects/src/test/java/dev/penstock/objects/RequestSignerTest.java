package dev.penstock.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The worked examples of the S3 documentation, "Signature calculation examples". */
class RequestSignerTest {
  private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
  private static final String HOST = "examplebucket.s3.amazonaws.com";
  private static final String EMPTY = RequestSigner.sha256(new byte[0]);

  private final RequestSigner signer =
      new RequestSigner(
          new StoreKeys(
              "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Optional.empty()),
          "us-east-1");

  private String signature(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String hash) {
    Map<String, String> all = new TreeMap<>(headers);
    var _ = all.put("Host", HOST);
    var _ = all.put("x-amz-date", RequestSigner.time(NOW));
    var _ = all.put("x-amz-content-sha256", hash);
    var request = new RequestSigner.Request(method, path, new TreeMap<>(query), all);
    String header = signer.authorization(request, hash, NOW);
    assertThat(header)
        .startsWith(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=");
    return header.substring(header.indexOf("Signature=") + "Signature=".length());
  }

  @Test
  void anObjectIsAskedFor() {
    assertThat(signature("GET", "/test.txt", Map.of(), Map.of("Range", "bytes=0-9"), EMPTY))
        .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  /** A path that must be encoded, and headers beside those that are always there. */
  @Test
  void anObjectIsPut() {
    String hash = RequestSigner.sha256("Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8));
    assertThat(
            signature(
                "PUT",
                "/test$file.text",
                Map.of(),
                Map.of(
                    "Date",
                    "Fri, 24 May 2013 00:00:00 GMT",
                    "x-amz-storage-class",
                    "REDUCED_REDUNDANCY"),
                hash))
        .isEqualTo("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  /** A question without a value. */
  @Test
  void aBucketIsAskedForASetting() {
    assertThat(signature("GET", "/", Map.of("lifecycle", ""), Map.of(), EMPTY))
        .isEqualTo("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  @Test
  void aBucketIsListed() {
    assertThat(signature("GET", "/", Map.of("max-keys", "2", "prefix", "J"), Map.of(), EMPTY))
        .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void keysAreNeverShown() {
    var keys = new StoreKeys("id-of-mine", "secret-of-mine", Optional.of("session-of-mine"));
    assertThat(keys.toString()).doesNotContain("of-mine");
  }

  /** As a file with other line ends leaves it: what is said of it must not hold it. */
  @Test
  void aKeyWithALineEndIsRefusedWithoutShowingIt() {
    for (String bad : List.of("of-mine\r", "of mine", "of-mine\n", "", "of-mïne")) {
      for (ThrowingCallable making :
          List.<ThrowingCallable>of(
              () -> new StoreKeys(bad, "secret", Optional.empty()),
              () -> new StoreKeys("id", bad, Optional.empty()),
              () -> new StoreKeys("id", "secret", Optional.of(bad)))) {
        assertThatThrownBy(making)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("line end")
            .hasMessageNotContaining("mine");
      }
    }
  }
}

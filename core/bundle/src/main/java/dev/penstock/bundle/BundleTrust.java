package dev.penstock.bundle;

import dev.penstock.evm.BlockId;
import dev.penstock.evm.ChainTrust;
import dev.penstock.flow.continuity.CertificateTrust;
import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.timestamp.TimestampTrust;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whom an auditor trusts, from a file of the auditor's own, docs/formats/trust-file.md.
 *
 * @param keys the logs, witnesses, and keys of gateways and devices
 * @param stamps the time-stamping authorities
 * @param chains blocks that the auditor says are part of their chains
 */
public record BundleTrust(CertificateTrust keys, TimestampTrust stamps, ChainTrust chains) {
  private static final String TSA = "tsa";
  private static final String TSA_CERTIFICATE = "tsa-certificate";
  private static final String TSA_POLICY = "tsa-policy";
  private static final String TSA_EXPIRED = "tsa-expired-ok";
  private static final String BLOCK = "block";

  /** A line that means nothing. */
  private static final class FlawException extends Exception {
    private static final long serialVersionUID = 1L;

    FlawException(String why) {
      super(why);
    }
  }

  /** The lines of a file that are about anchors; the others are left for {@link TrustFile}. */
  private static final class Lines {
    private final List<String> rest = new ArrayList<>();
    private final List<BlockId> blocks = new ArrayList<>();
    private TimestampTrust stamps = TimestampTrust.NONE;

    void take(String line) throws FlawException {
      String[] words = line.strip().split("[ \t]+", -1);
      switch (words[0]) {
        case TSA -> {
          requireWords(words, 2, "tsa <SHA-256 of a certificate in hexadecimal>");
          stamps = stamps.withFingerprint(fingerprint(words[1]));
        }
        case TSA_CERTIFICATE -> {
          requireWords(words, 2, "tsa-certificate <base64 of a certificate in DER>");
          stamps = withCertificate(words[1]);
        }
        case TSA_POLICY -> {
          requireWords(words, 2, "tsa-policy <object identifier>");
          if (!words[1].matches("[0-2](\\.(0|[1-9][0-9]{0,17})){1,30}")) {
            throw new FlawException(words[1] + " is no object identifier");
          }
          stamps = stamps.withPolicy(words[1]);
        }
        case TSA_EXPIRED -> {
          requireWords(words, 1, TSA_EXPIRED);
          stamps = stamps.withExpiredAllowed();
        }
        case BLOCK -> {
          switch (BlockId.decode(String.join(" ", Arrays.asList(words).subList(1, words.length)))) {
            case Decoded.Value<BlockId>(var block) -> blocks.add(block);
            case Decoded.Malformed<BlockId>(var why) -> throw new FlawException(why);
          }
        }
        default -> {
          boolean _ = rest.add(line);
          return;
        }
      }
      boolean _ = rest.add("");
    }

    private TimestampTrust withCertificate(String base64) throws FlawException {
      try {
        return switch (stamps.withCertificates(Base64.getDecoder().decode(base64))) {
          case TimestampTrust.Read.Trust(var more) -> more;
          case TimestampTrust.Read.Refused(var why) -> throw new FlawException(why);
        };
      } catch (IllegalArgumentException e) {
        throw new FlawException("the certificate is no base64");
      }
    }

    private static void requireWords(String[] words, int count, String form) throws FlawException {
      if (words.length != count) {
        throw new FlawException("must be: " + form);
      }
    }

    private static Digest fingerprint(String word) throws FlawException {
      String hex = word.replace(":", "").toLowerCase(Locale.ROOT);
      if (!hex.matches("[0-9a-f]{64}")) {
        throw new FlawException("a fingerprint is 64 hexadecimal digits: " + word);
      }
      return Digest.of(HexFormat.of().parseHex(hex));
    }

    /** Why the blocks cannot all be part of one chain; empty when they can. */
    Optional<String> contradiction() {
      Map<List<Long>, BlockId> byPlace = new HashMap<>();
      for (BlockId one : blocks) {
        BlockId before = byPlace.putIfAbsent(List.of(one.chainId(), one.number()), one);
        if (before != null && !before.equals(one)) {
          return Optional.of("both " + before + " and " + one + " cannot be part of one chain");
        }
      }
      return Optional.empty();
    }
  }

  /** Reads a file. Never throws for any content. */
  public static Decoded<BundleTrust> decode(byte[] file) {
    if (file.length > TrustFile.BYTES_MAX) {
      return new Decoded.Malformed<>(
          file.length + " bytes, at most " + TrustFile.BYTES_MAX + " are read");
    }
    if (file.length == 0 || file[file.length - 1] != '\n') {
      // A file that was cut off could ask for less than the whole one did.
      return new Decoded.Malformed<>("its last line does not end");
    }
    var lines = new Lines();
    String text = new String(file, StandardCharsets.UTF_8);
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (number > TrustFile.LINES_MAX + 1) {
        return new Decoded.Malformed<>("more than " + TrustFile.LINES_MAX + " lines");
      }
      try {
        lines.take(line);
      } catch (FlawException e) {
        return new Decoded.Malformed<>("line " + number + ": " + e.getMessage());
      }
    }
    Optional<String> contradiction = lines.contradiction();
    if (contradiction.isPresent()) {
      return new Decoded.Malformed<>(contradiction.get());
    }
    byte[] rest = String.join("\n", lines.rest).getBytes(StandardCharsets.UTF_8);
    return switch (TrustFile.decode(rest)) {
      case Decoded.Value<CertificateTrust>(var keys) ->
          new Decoded.Value<>(new BundleTrust(keys, lines.stamps, ChainTrust.of(lines.blocks)));
      case Decoded.Malformed<CertificateTrust>(var why) -> new Decoded.Malformed<>(why);
    };
  }

  /** The same, asking for no cosignature. */
  CertificateTrust withoutQuorum() {
    TrustPolicy log = keys.log();
    var alone = new TrustPolicy(log.logs(), log.witnesses(), log.groups(), TrustPolicy.NONE);
    return new CertificateTrust(alone, keys.blocks(), keys.gateways(), keys.devices());
  }
}

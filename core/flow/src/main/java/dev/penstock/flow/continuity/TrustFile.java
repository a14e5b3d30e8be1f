package dev.penstock.flow.continuity;

import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.chain.KeyStatus;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.signature.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom an auditor trusts, as a text file, docs/formats/trust-file.md: the lines of a C2SP
 * tlog-policy, and beside them which keys sign a gateway's blocks and its statements.
 */
public final class TrustFile {
  private static final String BLOCKS = "blocks";
  private static final String STATEMENTS = "statements";
  private static final String DEVICE = "device";

  /** A file is not longer: some ten thousand devices, two lines each. */
  public static final int BYTES_MAX = 1 << 22;

  /** A file has not more lines. */
  public static final int LINES_MAX = 32_768;

  private static final int FIELDS = 3;
  private static final int DEVICE_FIELDS = 4;

  private final List<String> policy = new ArrayList<>();
  private final Map<Digest, Signing> blocks = new LinkedHashMap<>();
  private final List<CertificateTrust.Gateway> gateways = new ArrayList<>();
  private final Map<DeviceName, CertificateTrust.Device> devices = new LinkedHashMap<>();

  private TrustFile() {}

  /** A key that signs blocks of all chains of an origin. */
  private record Signing(String origin, VerificationKey key) {}

  /** A device of a gateway, by the origins of both. */
  private record DeviceName(String gateway, String origin) {}

  /** A line that means nothing. */
  private static final class FlawException extends Exception {
    private static final long serialVersionUID = 1L;

    FlawException(String why) {
      super(why);
    }
  }

  /**
   * Whom a gateway names about itself. Who takes it on trust has checked nothing: its keys must be
   * compared with what was told by another way.
   *
   * @param origin of the gateway's chains
   * @param log the key that signs every checkpoint
   * @param blocks the key that signs blocks
   * @param statements the key that signs certificates
   */
  public record Own(
      String origin, NoteKey log, VerificationKey blocks, VerificationKey statements) {
    /** The file that it hands out. */
    public String text(List<DeviceKeys> devices) {
      var text =
          new StringBuilder(
              """
              # Whose word counts about %s. Compare these keys with what you were told by another way.
              log %s
              quorum none
              blocks %s %s
              statements %s %s
              """
                  .formatted(origin, log.vkey(), origin, hex(blocks), origin, hex(statements)));
      if (!devices.isEmpty()) {
        text.append(
            "# Devices that sign their own blocks. Compare theirs with what you know of them.\n");
      }
      Set<VerificationKey> named = new HashSet<>(List.of(blocks));
      for (DeviceKeys device : devices) {
        // One origin for two sources: whose a block is cannot be told by it, so nobody is named.
        boolean isOne =
            devices.stream()
                .noneMatch(other ->
                    other.origin().equals(device.origin())
                        && !other.source().equals(device.source()));
        text.append(isOne ? "" : "# not its own origin: ")
            .append("%s %s %s %s\n".formatted(DEVICE, origin, device.origin(), device.source()));
        for (VerificationKey key : device.keys()) {
          // A key is named once; one that is named for another origin would refuse the file.
          if (named.add(key)) {
            text.append("%s %s %s\n".formatted(BLOCKS, device.origin(), hex(key)));
          }
        }
      }
      return text.toString();
    }
  }

  /**
   * A device that signs its own blocks, as a gateway admits it.
   *
   * @param source what the gateway calls it
   * @param origin of its chains
   * @param keys that sign them, or did
   */
  public record DeviceKeys(String source, String origin, List<VerificationKey> keys) {
    public DeviceKeys {
      keys = List.copyOf(keys);
    }
  }

  private static String hex(VerificationKey key) {
    return HexFormat.of().formatHex(CoseKey.encode(key));
  }

  /** Reads a file. Never throws for any content. */
  public static Decoded<CertificateTrust> decode(byte[] file) {
    if (file.length > BYTES_MAX) {
      return new Decoded.Malformed<>(file.length + " bytes, at most " + BYTES_MAX + " are read");
    }
    if (file.length == 0 || file[file.length - 1] != '\n') {
      // A file that was cut off could ask for less than the whole one did.
      return new Decoded.Malformed<>("its last line does not end");
    }
    List<String> lines = new String(file, StandardCharsets.UTF_8).lines().toList();
    if (lines.size() > LINES_MAX) {
      return new Decoded.Malformed<>(lines.size() + " lines, at most " + LINES_MAX + " are read");
    }
    var read = new TrustFile();
    for (int i = 0; i < lines.size(); i++) {
      try {
        read.take(lines.get(i));
      } catch (FlawException e) {
        return new Decoded.Malformed<>("line " + (i + 1) + ": " + e.getMessage());
      }
    }
    return read.trust();
  }

  private void take(String line) throws FlawException {
    String[] words = line.strip().split("[ \t]+", -1);
    switch (words[0]) {
      case BLOCKS -> {
        VerificationKey key = key(words);
        Digest kid = Digest.of(CoseKey.thumbprint(key));
        if (blocks.putIfAbsent(kid, new Signing(words[1], key)) != null) {
          throw new FlawException("this key of blocks is named before");
        }
        policy.add("");
      }
      case STATEMENTS -> {
        gateways.add(new CertificateTrust.Gateway(words[1], key(words)));
        policy.add("");
      }
      case DEVICE -> {
        takeDevice(words);
        policy.add("");
      }
      default -> policy.add(line);
    }
  }

  private void takeDevice(String[] words) throws FlawException {
    if (words.length != DEVICE_FIELDS) {
      throw new FlawException("must be: device <gateway's origin> <device's origin> <source>");
    }
    if (words[1].equals(words[2])) {
      throw new FlawException("a gateway is no device of its own");
    }
    var device = new CertificateTrust.Device(words[1], words[2], words[3]);
    var name = new DeviceName(device.gateway(), device.origin());
    CertificateTrust.Device before = devices.putIfAbsent(name, device);
    if (before != null && !before.source().equals(device.source())) {
      throw new FlawException("device " + words[2] + " is source " + before.source() + " before");
    }
  }

  private static VerificationKey key(String[] words) throws FlawException {
    if (words.length != FIELDS) {
      throw new FlawException("must be: " + words[0] + " <origin> <COSE_Key in hexadecimal>");
    }
    String hex = words[2].toLowerCase(Locale.ROOT);
    if (!hex.matches("([0-9a-f]{2})+")) {
      throw new FlawException("the key is not in hexadecimal");
    }
    return switch (CoseKey.decode(HexFormat.of().parseHex(hex))) {
      case dev.penstock.cbor.Decoded.Value<VerificationKey>(var key) -> key;
      case dev.penstock.cbor.Decoded.Refused<VerificationKey>(var refusal) ->
          throw new FlawException("the key is none: " + refusal);
    };
  }

  private Decoded<CertificateTrust> trust() {
    byte[] lines = (String.join("\n", policy) + "\n").getBytes(StandardCharsets.UTF_8);
    return switch (TrustPolicy.decode(lines)) {
      case Decoded.Malformed<TrustPolicy>(var why) -> new Decoded.Malformed<>(why);
      case Decoded.Value<TrustPolicy>(var log) when ownWitness(log).isPresent() ->
          new Decoded.Malformed<>(
              "witness " + ownWitness(log).get() + " has a key of a log or gateway named here");
      case Decoded.Value<TrustPolicy>(var log) -> {
        Map<Digest, Signing> known = Map.copyOf(blocks);
        yield new Decoded.Value<>(
            new CertificateTrust(
                log,
                (kid, chain) -> status(known.get(kid), chain),
                gateways,
                List.copyOf(devices.values())));
      }
    };
  }

  /** The name of a witness that is nobody else: who vouches for its own log vouches for nothing. */
  private Optional<String> ownWitness(TrustPolicy log) {
    return log.witnesses().stream()
        .filter(witness -> isOwn(witness.key().key(), log))
        .map(TrustPolicy.Witness::name)
        .findFirst();
  }

  private boolean isOwn(VerificationKey key, TrustPolicy log) {
    return log.logs().stream().anyMatch(one -> one.key().key().equals(key))
        || blocks.values().stream().anyMatch(one -> one.key().equals(key))
        || gateways.stream().anyMatch(one -> one.key().equals(key));
  }

  private static KeyStatus status(@Nullable Signing known, ChainId chain) {
    return known == null
        ? new KeyStatus.Unknown()
        : new KeyStatus.Known(known.key(), known.origin(), chain, 0, Long.MAX_VALUE);
  }
}

package dev.penstock.node.config;

import dev.penstock.evidence.record.AnchorResults.Kind;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.anchoring.AnchorBook;
import dev.penstock.flow.anchoring.AnchorSchedule;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.yaml.Section;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the sections {@code anchors} and {@code witness}; docs/anchors.md says what they mean. */
final class AnchorSections {
  /** What this version can ask; any other kind is refused. */
  static final Set<Kind> KNOWN = EnumSet.allOf(Kind.class);

  private static final URI NOWHERE = URI.create("http://unnamed.invalid/");
  private static final Map<String, Kind> KINDS =
      Map.of("rfc3161", Kind.RFC3161, "evm", Kind.EVM, "witness", Kind.WITNESS);
  private static final Map<String, AnchorSettings.Hash> HASHES =
      Map.of("sha256", AnchorSettings.Hash.SHA256, "sha512", AnchorSettings.Hash.SHA512);
  private static final int FEE_GWEI_DEFAULT = 100;
  private static final Duration BUMP_DEFAULT = Duration.ofMinutes(3);

  private AnchorSections() {}

  /** The anchors of a settings file. */
  static List<AnchorSettings> of(Section file) {
    return of(file, KNOWN);
  }

  /** The same, where these kinds can be asked. */
  static List<AnchorSettings> of(Section file, Set<Kind> canBeAsked) {
    List<AnchorSettings> anchors =
        file.sections("anchors", one -> anchor(one, canBeAsked)).stream()
            .flatMap(Optional::stream)
            .toList();
    if (anchors.stream().map(AnchorSettings::name).distinct().count() < anchors.size()) {
      file.refuse("anchors", "each needs a name of its own");
    }
    if (anchors.size() > AnchorBook.ANCHORS_MAX) {
      file.refuse("anchors", "must have at most " + AnchorBook.ANCHORS_MAX + " items");
    }
    return anchors;
  }

  private static Optional<AnchorSettings> anchor(Section one, Set<Kind> canBeAsked) {
    String name =
        one.parsed(
            "name",
            "must be a name for records and figures, as tsa-1",
            "unnamed",
            AnchorSections::name);
    if (!one.has("kind")) {
      one.refuse("kind", "is missing: one of evm, rfc3161, witness");
    }
    Kind kind = one.word("kind", KINDS, Kind.RFC3161);
    var schedule =
        new AnchorSchedule(
            one.duration(
                "every",
                AnchorSchedule.EVERY_MIN,
                AnchorSchedule.EVERY_MAX,
                AnchorSettings.EVERY_DEFAULT));
    Optional<AnchorSettings> made =
        switch (kind) {
          case RFC3161 -> Optional.of(timestamp(one, name, schedule));
          case EVM -> Optional.of(chain(one, name, schedule));
          case WITNESS -> witness(one, name, schedule);
        };
    if (one.has("kind") && !canBeAsked.contains(kind)) {
      one.refuse("kind", "cannot be asked by this version, which knows " + shown(canBeAsked));
      return Optional.empty();
    }
    return made;
  }

  private static String shown(Set<Kind> kinds) {
    return kinds.isEmpty()
        ? "no kind of anchor yet"
        : kinds.stream()
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static AnchorSettings timestamp(Section one, String name, AnchorSchedule schedule) {
    return new AnchorSettings.Timestamp(
        name,
        schedule,
        url(one),
        one.word("hash", HASHES, AnchorSettings.Hash.SHA256),
        one.has("policy")
            ? Optional.of(
                one.parsed(
                    "policy",
                    "must be an object identifier, as 1.3.6.1.4.1.4146.2.3",
                    "1.3",
                    AnchorSections::objectIdentifier))
            : one.optionalText("policy"),
        login(one));
  }

  private static AnchorSettings chain(Section one, String name, AnchorSchedule schedule) {
    if (!one.has("chain-id")) {
      one.refuse("chain-id", "is missing: the chain's number, as 1 for Ethereum");
    }
    return new AnchorSettings.Chain(
        name,
        schedule,
        chainUrl(one),
        one.number("chain-id", 1, Integer.MAX_VALUE, 1),
        one.number("confirmations", 1, 256, 12),
        one.number("max-fee-gwei", 1, 100_000, FEE_GWEI_DEFAULT),
        one.duration("bump-after", Duration.ofSeconds(5), Duration.ofDays(1), BUMP_DEFAULT));
  }

  private static Optional<AnchorSettings> witness(
      Section one, String name, AnchorSchedule schedule) {
    URI url = url(one);
    URI monitor =
        one.has("monitor")
            ? one.parsed(
                "monitor",
                "must be an address, as https://witness.example/",
                NOWHERE,
                AnchorSections::address)
            : absent(one, "monitor", url);
    Optional<NoteKey> key =
        one.parsed(
            "vkey",
            "must be the witness's key as it prints it, as name+0123abcd+BASE64",
            Optional.empty(),
            text -> Optional.of(key(text)));
    return key.map(known -> new AnchorSettings.Witness(name, schedule, url, monitor, known));
  }

  /** Asked for all the same, so that the field is known. */
  private static <T> T absent(Section one, String field, T usual) {
    Optional<String> _ = one.optionalText(field);
    return usual;
  }

  /** The witness that this node is, if it is one. */
  static Optional<WitnessSettings> witness(Section file) {
    boolean isSet = file.has("witness");
    return file.section("witness", section -> isSet ? serving(section) : Optional.empty());
  }

  private static Optional<WitnessSettings> serving(Section section) {
    String name =
        section.parsed(
            "name",
            "must be the name of this witness in its cosignatures, as plant7.example/witness",
            "unnamed",
            AnchorSections::keyName);
    List<NoteKey> logs =
        section.texts("logs").stream().flatMap(text -> log(section, text).stream()).toList();
    if (logs.isEmpty() || logs.size() > WitnessSettings.LOGS_MAX) {
      section.refuse(
          "logs",
          "must have 1.." + WitnessSettings.LOGS_MAX + " keys, as penstock keys show prints");
      return Optional.empty();
    }
    return Optional.of(new WitnessSettings(name, logs));
  }

  private static Optional<NoteKey> log(Section section, String text) {
    try {
      return Optional.of(key(text));
    } catch (IllegalArgumentException e) {
      section.refuse("logs", "must be keys of logs, as name+0123abcd+BASE64: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static NoteKey key(String text) {
    return switch (NoteKey.decode(text)) {
      case Decoded.Value<NoteKey>(var key) -> key;
      case Decoded.Malformed<NoteKey>(var why) -> throw new IllegalArgumentException(why);
    };
  }

  private static URI url(Section one) {
    return one.parsed(
        "url", "must be an address, as https://tsa.example/", NOWHERE, AnchorSections::address);
  }

  /** An address of a chain's node often holds a key, so it may stand in a file of its own. */
  private static URI chainUrl(Section one) {
    if (!one.has("url-file")) {
      Optional<String> _ = one.optionalText("url-file");
      return url(one);
    }
    if (one.has("url")) {
      one.refuse("url", "and url-file are both there: give one of them");
    }
    Optional<String> _ = one.optionalText("url");
    Optional<String> file = one.optionalText("url-file");
    if (file.isEmpty()) {
      return NOWHERE;
    }
    try {
      return address(firstLine(Path.of(file.get())));
    } catch (IOException | IllegalArgumentException e) {
      // What is in the file may be a secret, and so may be what is wrong with it.
      one.refuse("url-file", "cannot be read, or has no address in its first line");
      return NOWHERE;
    }
  }

  private static URI address(String text) {
    URI address = URI.create(text);
    boolean isWeb = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
    if (!isWeb || address.getHost() == null || address.getFragment() != null) {
      throw new IllegalArgumentException("http or https, and a host");
    }
    if (address.getUserInfo() != null) {
      throw new IllegalArgumentException("no password in it; set user and password-file");
    }
    return address;
  }

  private static Optional<AnchorSettings.Login> login(Section one) {
    Optional<String> user = one.optionalText("user");
    Optional<String> file = one.optionalText("password-file");
    if (user.isEmpty() || file.isEmpty()) {
      if (user.isPresent() != file.isPresent()) {
        one.refuse(
            user.isPresent() ? "password-file" : "user", "is missing: give both, or neither");
      }
      return Optional.empty();
    }
    try {
      byte[] password = firstLine(Path.of(file.get())).getBytes(StandardCharsets.UTF_8);
      return Optional.of(new AnchorSettings.Login(user.get(), ByteString.of(password)));
    } catch (IOException e) {
      one.refuse("password-file", "cannot be read");
      return Optional.empty();
    }
  }

  private static String firstLine(Path file) throws IOException {
    return Files.readString(file).lines().findFirst().orElse("");
  }

  private static String keyName(String text) {
    if (text.length() > 200 || !NoteKey.isName(text)) {
      throw new IllegalArgumentException("1..200 characters without spaces and +");
    }
    return text;
  }

  /** It names a file of the data folder, too. */
  private static String name(String text) {
    if (!text.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw new IllegalArgumentException("1..64 of a-z, 0-9 and -, the first no -");
    }
    return text;
  }

  private static String objectIdentifier(String text) {
    if (text.length() > 100 || !text.matches("[0-2](\\.(0|[1-9][0-9]{0,17}))+")) {
      throw new IllegalArgumentException("numbers with dots between them");
    }
    return text;
  }
}

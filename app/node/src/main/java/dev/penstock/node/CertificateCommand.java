package dev.penstock.node;

import dev.penstock.certificates.IssuedCertificate;
import dev.penstock.certificates.Issuing;
import dev.penstock.certificates.KeyMaterial;
import dev.penstock.certificates.RevocationReason;
import dev.penstock.certificates.SiteAuthority;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.web.CertificateView.Issued;
import dev.penstock.web.CertificateView.Kind;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The command {@code certificate} to a running node: {@code list}, {@code crl PATH}, {@code revoke
 * SERIAL REASON}, and {@code issue} with words that are each a letter and what it means: {@code
 * sSUBJECT kKIND dDAYS hHOST cCSR oOUT}. Without a request the node makes the key too, in a file
 * that only its user reads.
 */
public final class CertificateCommand implements LongCommand {
  private static final int REQUEST_BYTES_MAX = 16 << 10;
  private static final String PKCS12 = ".p12";

  /** Without letters that look alike; 20 of them have 98 bits. */
  private static final String LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

  private static final int PASSPHRASE_CHARS = 20;

  private final NodeCertificates certificates;
  private final NodeUser user;
  private final SecureRandom random;

  CertificateCommand(NodeCertificates certificates, NodeUser user, SecureRandom random) {
    this.certificates = certificates;
    this.user = user;
    this.random = random;
  }

  /**
   * A certificate as asked for.
   *
   * @param request a file of PKCS #10; empty where the node makes the key
   * @param out where the certificate goes, and the key where the node makes it
   */
  public record Request(
      String subject, String kind, int days, List<String> hosts, Optional<Path> request, Path out) {
    public Request {
      hosts = List.copyOf(hosts);
    }
  }

  /** The words that ask for this. */
  public static List<String> words(Request request) {
    var words = new ArrayList<String>(List.of("certificate", "issue"));
    words.add("s" + request.subject());
    words.add("k" + request.kind());
    words.add("d" + request.days());
    request.hosts().forEach(host -> words.add("h" + host));
    request.request().ifPresent(file -> words.add("c" + file));
    words.add("o" + request.out());
    return words;
  }

  private static Optional<Request> request(List<String> words) {
    String subject = "";
    String kind = "";
    int days = 0;
    String out = "";
    List<String> hosts = new ArrayList<>();
    Optional<Path> file = Optional.empty();
    for (String word : words) {
      String value = word.isEmpty() ? "" : word.substring(1);
      switch (word.isEmpty() ? ' ' : word.charAt(0)) {
        case 's' -> subject = value;
        case 'k' -> kind = value;
        case 'd' -> days = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
        case 'h' -> hosts.add(value);
        case 'c' -> file = Optional.of(Path.of(value));
        case 'o' -> out = value;
        default -> {
          return Optional.empty();
        }
      }
    }
    return out.isEmpty()
        ? Optional.empty()
        : Optional.of(new Request(subject, kind, days, hosts, file, Path.of(out)));
  }

  @Override
  public ControlAnswer run(List<String> words, Progress progress) {
    List<String> more = words.isEmpty() ? List.of() : words.subList(1, words.size());
    try {
      return switch (words.isEmpty() ? "" : words.getFirst()) {
        case "list" -> new ControlAnswer.Done(list());
        case "crl" -> list(more);
        case "issue" -> issue(more);
        case "revoke" -> revoke(more);
        default -> new ControlAnswer.Refused("certificate can issue, list, revoke and crl");
      };
    } catch (IOException e) {
      return new ControlAnswer.Refused("nothing was done: " + e.getMessage());
    }
  }

  private List<String> list() throws IOException {
    SiteAuthority _ = certificates.site();
    var lines = new ArrayList<String>();
    for (Issued each : certificates.issued()) {
      lines.add(
          "%s  %-8s  %s  %s%s"
              .formatted(
                  each.serial(),
                  each.kind(),
                  each.notAfter(),
                  each.subject(),
                  each.revokedAt().map(at -> "  (revoked " + at + ")").orElse("")));
    }
    return lines.isEmpty() ? List.of("nothing was issued yet") : lines;
  }

  private ControlAnswer list(List<String> words) throws IOException {
    byte[] list = certificates.site().list();
    if (words.size() != 1) {
      return new ControlAnswer.Refused("certificate crl needs a file to write");
    }
    Path out = Path.of(words.getFirst());
    write(out, list, "rw-r--r--");
    return new ControlAnswer.Done(List.of("The list of revoked certificates is in " + out + "."));
  }

  private ControlAnswer issue(List<String> words) throws IOException {
    Optional<Request> asked = request(words);
    Optional<Kind> kind = asked.flatMap(one -> kind(one.kind()));
    if (asked.isEmpty() || kind.isEmpty()) {
      return new ControlAnswer.Refused(
          "certificate issue needs a subject, a kind of client, display or server, and a file");
    }
    Request request = asked.get();
    SiteAuthority site = certificates.site();
    Optional<String> flaw =
        NodeCertificates.flaw(request.subject(), kind.get(), request.hosts(), request.days());
    if (flaw.isPresent()) {
      return new ControlAnswer.Refused(flaw.get());
    }
    if (Files.exists(request.out())) {
      return new ControlAnswer.Refused(request.out() + " is there already; name another file");
    }
    user.does("certificates.manage", "issue " + request.kind());
    return request.request().isPresent()
        ? issueFor(request.request().get(), site, request, kind.get())
        : issueWithKey(site, request, kind.get());
  }

  private static Optional<Kind> kind(String word) {
    return Arrays.stream(Kind.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  private static ControlAnswer issueFor(Path file, SiteAuthority site, Request request, Kind kind)
      throws IOException {
    if (Files.size(file) > REQUEST_BYTES_MAX) {
      return new ControlAnswer.Refused(file + " has more than 16 KiB, so it is no request");
    }
    var names = NodeCertificates.names(request.subject(), request.hosts());
    var profile = NodeCertificates.profile(kind, request.days());
    return switch (site.issue(Files.readAllBytes(file), names, profile)) {
      case Issuing.Refused(var why) -> new ControlAnswer.Refused(why);
      case Issuing.Packed packed -> throw new IllegalStateException("not asked for: " + packed);
      case Issuing.Issued(var entry, var made) -> {
        String pem = KeyMaterial.pem(List.of(made, site.certificate()));
        write(request.out(), pem.getBytes(StandardCharsets.US_ASCII), "rw-r--r--");
        yield done(entry, request.out(), List.of());
      }
    };
  }

  private ControlAnswer issueWithKey(SiteAuthority site, Request request, Kind kind)
      throws IOException {
    var names = NodeCertificates.names(request.subject(), request.hosts());
    var profile = NodeCertificates.profile(kind, request.days());
    if (!String.valueOf(request.out().getFileName()).endsWith(PKCS12)) {
      KeyMaterial made = site.issueWithKey(names, profile);
      write(request.out(), made.pem().getBytes(StandardCharsets.US_ASCII), "rw-------");
      return done(
          site.issued(made.certificate().getSerialNumber()).orElseThrow(),
          request.out(),
          List.of("The key is in it, in clear: only its owner may read the file."));
    }
    char[] passphrase = passphrase();
    try {
      return switch (site.pack(names, profile, passphrase)) {
        case Issuing.Refused(var why) -> new ControlAnswer.Refused(why);
        case Issuing.Issued issued -> throw new IllegalStateException("not asked for: " + issued);
        case Issuing.Packed(var entry, var file) -> {
          write(request.out(), file.bytes(), "rw-------");
          yield done(
              entry,
              request.out(),
              List.of(
                  "passphrase   " + new String(passphrase),
                  "The key is in it, under this passphrase, which is shown this once."));
        }
      };
    } finally {
      Arrays.fill(passphrase, ' ');
    }
  }

  private char[] passphrase() {
    char[] made = new char[PASSPHRASE_CHARS];
    for (int i = 0; i < made.length; i++) {
      made[i] = LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
    return made;
  }

  private static ControlAnswer done(IssuedCertificate entry, Path out, List<String> more) {
    var lines = new ArrayList<String>();
    lines.add("serial       " + entry.serialHex());
    lines.add("fingerprint  " + entry.fingerprint());
    lines.add("until        " + entry.notAfter());
    lines.add("file         " + out);
    lines.addAll(more);
    return new ControlAnswer.Done(lines);
  }

  /** Made with its rights, so that nobody reads it in between; never over another file. */
  private static void write(Path file, byte[] content, String rights) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights));
    try (SeekableByteChannel out = Files.newByteChannel(file, options, owner)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        int _ = out.write(left);
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + " is there already; name another file", e);
    }
  }

  private ControlAnswer revoke(List<String> words) throws IOException {
    Optional<RevocationReason> reason =
        words.size() == 2 ? NodeCertificates.reason(words.getLast()) : Optional.empty();
    if (reason.isEmpty() || !words.getFirst().matches("[0-9a-f]{32}")) {
      return new ControlAnswer.Refused(
          "certificate revoke needs a serial number of 32 digits and a reason: unspecified,"
              + " key-compromise, superseded, cessation or privilege-withdrawn");
    }
    SiteAuthority _ = certificates.site();
    user.does("certificate.revoke", words.getFirst());
    String said = certificates.revoke(new BigInteger(words.getFirst(), 16), reason.get());
    return new ControlAnswer.Done(List.of(said));
  }
}

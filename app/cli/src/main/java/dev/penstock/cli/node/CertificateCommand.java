package dev.penstock.cli.node;

import dev.penstock.node.CertificateCommand.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Issues and revokes certificates of a running node's site authority. */
@Command(
    name = "certificate",
    hidden = true,
    description = "Issue, list or revoke certificates of the site. See docs/tls.md.",
    footer = {
      "",
      "issue   --subject and --out, from --csr, or with a key in a file that only you",
      "        read: .p12 under a passphrase that is shown once, else PEM in clear",
      "list; revoke SERIAL; crl --out FILE",
      "Exit codes: 0 done; 2 not done."
    })
public final class CertificateCommand implements Callable<Integer> {
  private static final int DAYS_DEFAULT = 365;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "WHAT", description = "issue, list, revoke, crl")
  private String what = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "SERIAL", description = "32 digits.")
  private @Nullable String serial;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder.")
  private Path folder = Path.of("data");

  @Option(names = "--subject", paramLabel = "NAME", description = "Whom it is about.")
  private String subject = "";

  @Option(names = "--kind", paramLabel = "KIND", description = "client, display or server.")
  private String kind = "client";

  @Option(names = "--days", paramLabel = "N", description = "How long it is good.")
  private int days = DAYS_DEFAULT;

  @Option(names = "--host", paramLabel = "HOST", description = "Of a server; may be repeated.")
  private List<String> hosts = List.of();

  @Option(names = "--csr", paramLabel = "FILE", description = "The key's owner made it.")
  private @Nullable Path request;

  @Option(names = "--out", paramLabel = "FILE", description = "A new file.")
  private @Nullable Path out;

  @Option(
      names = "--reason",
      paramLabel = "WORD",
      description = "unspecified, key-compromise, superseded...")
  private String reason = "unspecified";

  @Override
  public Integer call() {
    return switch (what) {
      case "list" -> ask(List.of("certificate", "list"));
      case "crl" ->
          out == null
              ? refuse("certificate crl needs --out FILE")
              : ask(List.of("certificate", "crl", out.toAbsolutePath().toString()));
      case "revoke" ->
          serial == null
              ? refuse("certificate revoke needs the serial number that 'list' shows")
              : ask(List.of("certificate", "revoke", serial, reason));
      case "issue" -> issue();
      default -> refuse("certificate cannot " + what + ", only issue, list, revoke and crl");
    };
  }

  private int issue() {
    if (out == null || subject.isEmpty()) {
      return refuse("certificate issue needs --subject NAME and --out FILE");
    }
    return ask(
        dev.penstock.node.CertificateCommand.words(
            new Request(
                subject,
                kind,
                days,
                hosts,
                Optional.ofNullable(request).map(Path::toAbsolutePath),
                out.toAbsolutePath())));
  }

  private int ask(List<String> words) {
    return RunningNode.on(folder, spec).ask(words);
  }

  private int refuse(String why) {
    return RunningNode.on(folder, spec).refuse(why);
  }
}

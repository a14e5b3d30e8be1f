package dev.penstock.cli.continuity;

import dev.penstock.cli.chain.VerifyChainCommand.SignatureSource;
import dev.penstock.cli.exit.ExitCode;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.flow.continuity.Certificate;
import dev.penstock.flow.continuity.CertificateChecker;
import dev.penstock.flow.continuity.CertificateTrust;
import dev.penstock.flow.continuity.CertificateVerdict;
import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.merkle.Decoded;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks certificates of continuity alone, without the gateway and without a network. */
@Command(
    name = "verify-certificate",
    description = "Tell whether certificates of continuity are true.",
    footer = {
      "",
      "A node hands out certificates (docs/api.md), and its keys by keys show. Compare",
      "these with what you were told by another way before you trust them.",
      "Exit codes: 0 all are confirmed, 1 one is contradicted or not proven, 2 a file",
      "            is no certificate or cannot be read, or the trust file is none."
    })
public final class VerifyCertificateCommand implements Callable<Integer> {
  private static final int TRUST_BYTES_MAX = 1 << 20;

  private final SignatureSource source;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Certificates.")
  private List<Path> files = List.of();

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      required = true,
      description = "Whose word counts for you: logs, witnesses, and the gateways' keys.")
  private Path trust = Path.of("");

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean isJson;

  public VerifyCertificateCommand(SignatureSource source) {
    this.source = source;
  }

  /** Something that cannot be used; in one line. */
  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String why) {
      super(why);
    }
  }

  @Override
  public Integer call() {
    try {
      var checker = new CertificateChecker(source.choose(), trusted());
      return check(checker);
    } catch (UnusableException e) {
      return refuse(String.valueOf(e.getMessage()));
    } catch (NoProviderException e) {
      return refuse("no signature can be checked here: " + e.reason());
    }
  }

  private int refuse(String why) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("penstock: " + why);
    err.flush();
    return ExitCode.UNUSABLE;
  }

  private int check(CertificateChecker checker) {
    PrintWriter out = spec.commandLine().getOut();
    var json = new VerdictJson(out);
    int worst = ExitCode.OK;
    for (Path file : files) {
      try {
        CertificateVerdict verdict = checker.check(read(file, Certificate.BYTES_MAX));
        if (isJson) {
          json.say(file, verdict);
        } else {
          VerdictText.of(file, verdict).forEach(out::println);
        }
        worst = Math.max(worst, exitCode(verdict));
      } catch (UnusableException e) {
        worst = Math.max(worst, refuse(String.valueOf(e.getMessage())));
      }
    }
    if (isJson) {
      json.end();
    }
    out.flush();
    return worst;
  }

  private CertificateTrust trusted() throws UnusableException {
    return switch (TrustFile.decode(read(trust, TRUST_BYTES_MAX))) {
      case Decoded.Value<CertificateTrust>(var known) -> known;
      case Decoded.Malformed<CertificateTrust>(var why) ->
          throw new UnusableException("trust file " + trust + ": " + why);
    };
  }

  private static byte[] read(Path file, int bytesMax) throws UnusableException {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > bytesMax) {
        throw new UnusableException(
            file + " has " + Files.size(file) + " bytes, it may have " + bytesMax);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UnusableException(file + " cannot be read: " + e);
    }
  }

  private static int exitCode(CertificateVerdict verdict) {
    return switch (verdict) {
      case CertificateVerdict.Confirmed _ -> ExitCode.OK;
      case CertificateVerdict.Unproven(var why, var _)
          when why == CertificateVerdict.Why.MALFORMED ->
          ExitCode.UNUSABLE;
      case CertificateVerdict.Contradicted _, CertificateVerdict.Unproven _ -> ExitCode.NO;
    };
  }
}

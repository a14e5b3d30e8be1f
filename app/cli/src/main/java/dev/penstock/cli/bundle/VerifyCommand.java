package dev.penstock.cli.bundle;

import dev.penstock.bundle.Requirement;
import dev.penstock.cli.chain.VerifyChainCommand.SignatureSource;
import dev.penstock.cli.exit.ExitCode;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.verifier.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a bundle alone, without the gateway and without a network. */
@Command(
    name = "verify",
    description = "Tell what a bundle of evidence proves, offline.",
    footer = {
      "",
      "Without --policy the best answer is self-consistent: who made it is not shown.",
      "docs/verify.md says how an auditor works with it.",
      "Exit codes: 0 verified, 1 not verified or only self-consistent, 2 unusable."
    })
public final class VerifyCommand implements Callable<Integer> {
  private final SignatureSource source;
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "BUNDLE", description = "The file handed to you.")
  private @Nullable Path file;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Whom you trust: a file of your own (docs/formats).")
  private @Nullable Path policy;

  @Option(
      names = "--require",
      paramLabel = "LIST",
      description = "What must be shown: continuity, complete, rfc3161, ...")
  private @Nullable String require;

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean isJson;

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description = "Write the records that are shown to a CSV file.")
  private @Nullable Path list;

  @Option(
      names = "--copy-to",
      paramLabel = "DIR",
      description = "Write the verifier as a small jar and as a page.")
  private @Nullable Path copyTo;

  @Option(names = "--image", description = "With --copy-to: also an image that needs no JDK.")
  private boolean isImage;

  public VerifyCommand(SignatureSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path folder = copyTo;
    if (folder != null) {
      return copy(folder, out, err);
    }
    if (isImage) {
      return refuse(err, "--image goes with --copy-to DIR, which says where to");
    }
    Path bundle = file;
    if (bundle == null) {
      return refuse(err, "name a bundle; penstock export makes one");
    }
    List<Requirement> requirements = List.of();
    String wanted = require;
    if (wanted != null) {
      switch (Requirement.parse(wanted)) {
        case Requirement.Parsed.Understood(var understood) -> requirements = understood;
        case Requirement.Parsed.Refused(var why) -> {
          return refuse(err, "--require: " + why);
        }
      }
    }
    var verification =
        new Verification(
            bundle, Optional.ofNullable(policy), requirements, isJson, Optional.ofNullable(list));
    try {
      return verification.run(out, err, source.choose(), clock);
    } catch (NoProviderException e) {
      return refuse(err, "no signature can be checked here: " + e.reason());
    }
  }

  private int copy(Path folder, PrintWriter out, PrintWriter err) {
    try {
      VerifierCopy.write(folder).forEach(out::println);
      out.flush();
      if (isImage) {
        VerifierCopy.writeImage(folder).forEach(out::println);
        out.flush();
      }
      return ExitCode.OK;
    } catch (IOException e) {
      return refuse(err, "the verifier was not written: " + e.getMessage());
    }
  }

  private static int refuse(PrintWriter err, String why) {
    err.println("penstock: " + why);
    err.flush();
    return ExitCode.UNUSABLE;
  }
}

package dev.penstock.cli.chain;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays chain files and tells what was found, to a person or to a program. */
@Command(
    name = "verify-chain",
    description = "Replay stored blocks and tell what an observer must say of them.",
    footer = {
      "",
      "Exit codes: 0 verified with the keys you named, 1 something is wrong or no keys",
      "            were named, 2 a file cannot be used."
    })
public final class VerifyChainCommand implements Callable<Integer> {
  private final Signatures signatures;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Chain files.")
  private List<Path> files = List.of();

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "Take only the keys this file names: origin, chain, first block, COSE_Key.")
  private @Nullable Path trust;

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean isJson;

  public VerifyChainCommand(Signatures signatures) {
    this.signatures = signatures;
  }

  @Override
  public Integer call() {
    List<ObserverEvent.KeyAdmitted> keys = trust == null ? null : trusted(trust);
    var replays = new ArrayList<Replay>();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        replays.add(Replay.run(file.toString(), in, signatures, keys));
      } catch (IOException e) {
        throw new ParameterException(
            spec.commandLine(), file + " cannot be read: " + e.getMessage(), e);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) {
      out.println(ReplayJson.of(replays));
    } else {
      replays.forEach(replay -> ReplayText.print(replay, out));
    }
    out.flush();
    return replays.stream().mapToInt(VerifyChainCommand::exitCode).max().orElse(ExitCode.UNUSABLE);
  }

  private List<ObserverEvent.KeyAdmitted> trusted(Path file) {
    try {
      return TrustFile.read(file);
    } catch (IOException | TrustFile.Unusable e) {
      throw new ParameterException(
          spec.commandLine(), "trust file cannot be used: " + e.getMessage(), e);
    }
  }

  private static int exitCode(Replay replay) {
    return switch (replay.answer()) {
      case VERIFIED -> ExitCode.OK;
      case SELF_CONSISTENT, NOT_VERIFIED -> ExitCode.NO;
      case UNUSABLE -> ExitCode.UNUSABLE;
    };
  }
}

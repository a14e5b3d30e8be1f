package dev.penstock.cli.chain;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.progress.Progress;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
    description = "Replay stored blocks and tell what was found.",
    footer = {
      "",
      "Exit codes: 0 verified with the keys you named, 1 something is wrong or no keys",
      "            were named, 2 a file cannot be used."
    })
public final class VerifyChainCommand implements Callable<Integer> {
  /** Where signatures are checked; asked once, when the command runs. */
  public interface SignatureSource {
    Signatures choose() throws NoProviderException;
  }

  private final SignatureSource source;

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

  public VerifyChainCommand(SignatureSource source) {
    this.source = source;
  }

  @Override
  public Integer call() {
    List<ObserverEvent.KeyAdmitted> keys = trust == null ? null : trusted(trust);
    Signatures signatures = signatures();
    PrintWriter out = spec.commandLine().getOut();
    Teller teller = isJson ? new ReplayJson(out) : new ReplayText(out);
    int worst = ExitCode.OK;
    for (Path file : files) {
      teller.begin(file.toString());
      Replay replay = replay(file, signatures, keys, teller);
      teller.end(replay);
      worst = Math.max(worst, exitCode(replay));
    }
    teller.done();
    return worst;
  }

  private Replay replay(
      Path file,
      Signatures signatures,
      @Nullable List<ObserverEvent.KeyAdmitted> keys,
      Teller teller) {
    long size = file.toFile().length();
    var progress = new Progress(spec.commandLine().getErr(), "replaying");
    var replayer =
        new Replayer(
            file,
            signatures,
            keys,
            finding -> {
              progress.done();
              teller.finding(finding);
            });
    Replay replay = replayer.run(bytes -> progress.at(bytes, size));
    progress.done();
    return replay;
  }

  private Signatures signatures() {
    try {
      return source.choose();
    } catch (NoProviderException e) {
      throw new ParameterException(
          spec.commandLine(), "no signature can be checked here: " + e.reason(), e);
    }
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

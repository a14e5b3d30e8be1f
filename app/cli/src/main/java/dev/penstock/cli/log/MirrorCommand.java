package dev.penstock.cli.log;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.node.UpCommand;
import dev.penstock.cli.progress.Progress;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.merkle.mirror.Mirror;
import dev.penstock.merkle.mirror.MirrorOutcome;
import dev.penstock.merkle.mirror.MirrorProgress;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps a second copy of a log that believes neither the source nor the way. */
@Command(
    name = "mirror",
    description = "Keep a verified second copy of a log.",
    abbreviateSynopsis = true,
    footer = {
      "",
      "Interrupted, it goes on where it was. docs/mirror.md tells more.",
      "Exit codes: 0 up to date, or ended in order; 1 what the source shows is refused;",
      "            2 unusable; 3 the link or the copy failed, or it was stopped before."
    })
public final class MirrorCommand implements Callable<Integer> {
  /** However long a link is down, it is tried about this often. */
  private static final Duration BACK_OFF_MAX = Duration.ofMinutes(5);

  /** What the largest stores take. */
  private static final int RETAIN_DAYS_MAX = 36_500;

  private static final Pattern EVERY = Pattern.compile("([1-9][0-9]{0,5})([smh])");

  private final Keys.Provider signatures;
  private final UpCommand.Stop stop;
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "The URL before /checkpoint, or a folder.")
  private String source = "";

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "A folder of its own, or s3://bucket/prefix.")
  private String target = "";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      required = true,
      description = "Whom you trust: the log, witnesses (docs/formats).")
  private Path policy = Path.of("");

  @Option(names = "--once", description = "Copy what is there and end: the default.")
  private boolean isOnce;

  @Option(names = "--follow", description = "Go on until SIGTERM or Ctrl-C.")
  private boolean isFollowing;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "How often to look: 10s, 5m, 1h (default: 10s).")
  private String every = "10s";

  @Option(
      names = "--max-kbps",
      paramLabel = "N",
      defaultValue = "0",
      description = "At most so many kilobits per second.")
  private int kbps;

  @Option(names = "--json", description = "One JSON object per line.")
  private boolean isJson;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The token of the node that is the source.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--pruned-below",
      paramLabel = "N",
      defaultValue = "0",
      description = "Entries the source may lack without a word.")
  private long prunedBelow;

  @Option(names = "--plain-http", description = "Allow http to other machines.")
  private boolean isPlainAllowed;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "s3: the store, else AWS_ENDPOINT_URL or AWS.")
  private @Nullable String endpoint;

  @Option(
      names = "--region",
      paramLabel = "NAME",
      description = "s3: else AWS_REGION (default: us-east-1).")
  private @Nullable String region;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "s3: keys, else AWS_ACCESS_KEY_ID and so on.")
  private @Nullable Path credentials;

  @Option(
      names = "--retain",
      paramLabel = "DAYS",
      description = "s3: lock each object for so long.")
  private @Nullable Integer retainDays;

  @Option(names = "--no-lock", description = "s3: a copy that can be deleted.")
  private boolean isUnlocked;

  /**
   * The command.
   *
   * @param environment where keys of an object store may stand
   */
  public MirrorCommand(
      Keys.Provider signatures, UpCommand.Stop stop, Map<String, String> environment) {
    this.signatures = signatures;
    this.stop = stop;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws IOException {
    try {
      return run();
    } catch (Unusable e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("penstock: " + e.getMessage());
      err.flush();
      return ExitCode.UNUSABLE;
    }
  }

  private int run() throws IOException, Unusable {
    if (isOnce && isFollowing) {
      throw new Unusable("--once and --follow exclude each other");
    }
    if (kbps < 0 || prunedBelow < 0) {
      throw new Unusable("--max-kbps and --pruned-below are numbers of 0 and more");
    }
    Duration pause = pause(every);
    TrustPolicy trusted = MirrorPolicy.read(policy);
    var pace = new LinkPace(kbps);
    MirrorFrom from = MirrorFrom.at(source, token(), isPlainAllowed, pace::moved);
    try (MirrorTo to = opened(pace);
        StopSign sign = StopSign.forThisThread(stop)) {
      var telling = new MirrorTelling(spec.commandLine().getOut(), isJson);
      var copying = new Copying(from, to, trusted, chosen(), sign, telling);
      return isFollowing ? follow(copying, pause) : copying.once();
    }
  }

  private MirrorTo opened(LinkPace pace) throws IOException, Unusable {
    Integer days = retainDays;
    if (!ObjectStoreOptions.isOne(target)) {
      if (endpoint != null || region != null || credentials != null || days != null || isUnlocked) {
        throw new Unusable(
            "--endpoint, --region, --credentials, --retain and --no-lock are for s3://");
      }
      return MirrorTo.folder(Path.of(target));
    }
    if (isUnlocked == (days != null)) {
      throw new Unusable("a copy in s3:// needs either --retain DAYS or --no-lock");
    }
    if (days != null && (days < 1 || days > RETAIN_DAYS_MAX)) {
      throw new Unusable("--retain " + days + " must be 1.." + RETAIN_DAYS_MAX + " days");
    }
    var options =
        new ObjectStoreOptions(
            Optional.ofNullable(endpoint),
            Optional.ofNullable(region),
            Optional.ofNullable(credentials),
            isPlainAllowed,
            environment);
    return MirrorTo.store(
        options.at(target), Optional.ofNullable(days).map(Duration::ofDays), pace::moved);
  }

  /** One command's work: where from, where to, and whom to tell. */
  private final class Copying {
    private final MirrorFrom from;
    private final MirrorTo to;
    private final TrustPolicy trusted;
    private final Signatures checks;
    private final StopSign sign;
    private final MirrorTelling telling;

    Copying(
        MirrorFrom from,
        MirrorTo to,
        TrustPolicy trusted,
        Signatures checks,
        StopSign sign,
        MirrorTelling telling) {
      this.from = from;
      this.to = to;
      this.trusted = trusted;
      this.checks = checks;
      this.sign = sign;
      this.telling = telling;
    }

    MirrorOutcome round() throws IOException, Unusable {
      var progress = new Progress(spec.commandLine().getErr(), "mirroring");
      MirrorProgress hearing =
          (done, size) -> {
            progress.at(done, size);
            return !sign.isRaised();
          };
      try {
        return from.opened(
            open -> new Mirror(open, to.target(), checks, trusted, prunedBelow).run(hearing));
      } finally {
        progress.done();
      }
    }

    int once() throws Unusable {
      try {
        MirrorOutcome outcome = round();
        tell(outcome);
        return exitCode(outcome);
      } catch (IOException e) {
        telling.trouble(sign.isRaised() ? "stopped" : String.valueOf(e.getMessage()), 1, 0);
        return ExitCode.BROKEN;
      }
    }

    void tell(MirrorOutcome outcome) {
      String place =
          outcome instanceof MirrorOutcome.Contradicted(var _, var name) ? to.place(name) : "";
      telling.outcome(outcome, place);
    }
  }

  private static int exitCode(MirrorOutcome outcome) {
    return switch (outcome) {
      case MirrorOutcome.Advanced _, MirrorOutcome.UpToDate _ -> ExitCode.OK;
      case MirrorOutcome.Refused _, MirrorOutcome.Contradicted _ -> ExitCode.NO;
      case MirrorOutcome.Stopped _ -> ExitCode.BROKEN;
    };
  }

  /** Goes on until it is told to end, or until something is found that no waiting mends. */
  private int follow(Copying copying, Duration pause) throws Unusable {
    long failures = 0;
    while (!copying.sign.isRaised()) {
      Duration wait = pause;
      try {
        MirrorOutcome outcome = copying.round();
        if (failures > 0) {
          copying.telling.over(failures);
        }
        copying.tell(outcome);
        if (isFinal(outcome)) {
          return ExitCode.NO;
        }
        failures = outcome instanceof MirrorOutcome.Refused ? failures + 1 : 0;
        wait = backedOff(pause, failures);
      } catch (IOException e) {
        if (!copying.sign.isRaised()) {
          failures++;
          wait = backedOff(pause, failures);
          copying.telling.trouble(String.valueOf(e.getMessage()), failures, wait.toSeconds());
        }
      }
      try {
        if (stop.await(wait)) {
          break;
        }
      } catch (InterruptedException e) {
        // The sign was raised, or nobody wants this command any more.
        break;
      }
    }
    return ExitCode.OK;
  }

  /** What a later round cannot change: evidence against the log, and a copy that is not its own. */
  private static boolean isFinal(MirrorOutcome outcome) {
    return switch (outcome) {
      case MirrorOutcome.Contradicted _ -> true;
      case MirrorOutcome.Refused(var reason, var _, var _) ->
          reason == MirrorOutcome.Reason.COPY_DAMAGED || reason == MirrorOutcome.Reason.OTHER_LOG;
      case MirrorOutcome.Advanced _, MirrorOutcome.UpToDate _, MirrorOutcome.Stopped _ -> false;
    };
  }

  /** Twice as long after each failure, and never longer than is patient. */
  static Duration backedOff(Duration pause, long failures) {
    Duration wait = pause;
    for (long i = 1; i < failures && wait.compareTo(BACK_OFF_MAX) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    boolean isLonger = wait.compareTo(BACK_OFF_MAX) > 0 && pause.compareTo(BACK_OFF_MAX) < 0;
    return isLonger ? BACK_OFF_MAX : wait;
  }

  private static Duration pause(String text) throws Unusable {
    Matcher parts = EVERY.matcher(text);
    if (!parts.matches()) {
      throw new Unusable("--every " + text + " is no time such as 10s, 5m or 1h");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  private Optional<String> token() throws Unusable {
    Path file = tokenFile;
    if (file == null) {
      return Optional.empty();
    }
    try {
      String token = Files.readString(file).strip();
      if (!token.matches("[\\x21-\\x7e]{1,4096}")) {
        throw new Unusable("--token-file " + file + " holds no token, which is one word");
      }
      return Optional.of(token);
    } catch (IOException e) {
      throw new Unusable("--token-file " + file + " cannot be read: " + e.getMessage());
    }
  }

  private Signatures chosen() throws Unusable {
    try {
      return signatures.choose();
    } catch (NoProviderException e) {
      throw new Unusable("no signature can be checked here: " + e.reason());
    }
  }
}

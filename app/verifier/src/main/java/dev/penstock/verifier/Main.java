package dev.penstock.verifier;

import dev.penstock.bundle.Requirement;
import dev.penstock.signature.JdkSignatures;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verifier as a program of its own. */
public final class Main {
  /** What {@code --help} says. */
  static final String HELP =
      """
      Usage: verify BUNDLE [--policy FILE] [--require LIST] [--json] [--list FILE]
      Tell what a bundle of evidence proves, alone and without a network.
        BUNDLE          the file somebody handed to you
        --policy FILE   whom you trust: your own file, never one from the bundle
        --require LIST  what must be shown: continuity, complete, anchor, rfc3161, evm,
                        witness; the last four with a number if you like: witness:2
        --json          answer in JSON
        --list FILE     write the records that are shown to a CSV file
      Without --policy the best answer is SELF-CONSISTENT: nothing is shown about who made it.
      Exit codes: 0 verified, 1 not verified or only self-consistent, 2 unusable.
      """;

  private Main() {}

  public static void main(String[] args) {
    var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = run(List.of(args), out, err, InstantSource.system());
    out.flush();
    System.exit(exitCode);
  }

  static int run(List<String> args, PrintWriter out, PrintWriter err, InstantSource clock) {
    if (args.contains("--help") || args.contains("-h")) {
      out.print(HELP);
      out.flush();
      return 0;
    }
    var read = new Reader();
    String flaw = read.all(args);
    if (flaw != null) {
      err.println("verify: " + flaw);
      err.print(HELP);
      err.flush();
      return Verification.UNUSABLE;
    }
    return read.verification().run(out, err, new JdkSignatures(), clock);
  }

  /** The words of a command line. */
  private static final class Reader {
    private @Nullable Path file;
    private Optional<Path> policy = Optional.empty();
    private List<Requirement> requirements = List.of();
    private boolean isJson;
    private Optional<Path> list = Optional.empty();

    /** What is wrong, or null. */
    @Nullable String all(List<String> args) {
      for (int i = 0; i < args.size(); i++) {
        String word = args.get(i);
        boolean takesOne = List.of("--policy", "--require", "--list").contains(word);
        if (takesOne && i + 1 == args.size()) {
          return word + " needs a word behind it";
        }
        String flaw = takesOne ? option(word, args.get(++i)) : plain(word);
        if (flaw != null) {
          return flaw;
        }
      }
      return file == null ? "no bundle is named" : null;
    }

    private @Nullable String option(String name, String value) {
      switch (name) {
        case "--policy" -> policy = Optional.of(Path.of(value));
        case "--list" -> list = Optional.of(Path.of(value));
        default -> {
          return switch (Requirement.parse(value)) {
            case Requirement.Parsed.Understood(var wanted) -> {
              requirements = wanted;
              yield null;
            }
            case Requirement.Parsed.Refused(var why) -> why;
          };
        }
      }
      return null;
    }

    private @Nullable String plain(String word) {
      if (word.equals("--json")) {
        isJson = true;
        return null;
      }
      if (word.startsWith("-")) {
        return "there is no option " + word;
      }
      if (file != null) {
        return "one bundle at a time: " + file + " or " + word;
      }
      file = Path.of(word);
      return null;
    }

    Verification verification() {
      Path bundle = file;
      if (bundle == null) {
        throw new IllegalStateException("asked without a bundle");
      }
      return new Verification(bundle, policy, requirements, isJson, list);
    }
  }
}

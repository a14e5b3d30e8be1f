package dev.penstock.demo;

import dev.penstock.demo.AttackLine.Outcome;
import dev.penstock.demo.ConduitNews.Sealed;
import dev.penstock.demo.PlcClient.Answer;
import dev.penstock.demo.field.FieldPlcs;
import dev.penstock.demo.field.FieldPlcs.Plc;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happens at the conduit between control and field: the operators' station sets the chlorine,
 * as it may; then somebody else in the control zone tries what nobody there may. Both come through
 * the node's proxy. What became of it is asked of the controller and of the log, never assumed.
 * Belongs to one thread.
 */
final class ConduitScene {
  /** Where this machine has them, so that records tell the two apart. */
  private static final String STATION = "127.0.0.10";

  private static final String STRANGER = "127.0.0.66";

  private static final int UNIT = Plc.DOSING.unit();
  private static final int SET_POINT = 0;
  private static final int TRIP_LIMIT = 1;
  private static final int BY_HAND = 0;

  /** In hundredths of mg/l: what the operators choose between, and what nobody may want. */
  private static final List<Integer> GOOD = List.of(35, 40);

  private static final int HARMFUL = 400;

  private static final int UNITS = 247;
  private static final int FUNCTIONS = 127;

  /** By which the policy lets control read: discrete inputs, holding and input registers. */
  private static final List<Integer> READING = List.of(2, 3, 4);

  private final FieldPlcs plcs;
  private final int proxyPort;
  private final ConduitNews news;
  private final Waiting waiting;
  private long refused;
  private @Nullable RecordPlace refusal;

  ConduitScene(FieldPlcs plcs, int proxyPort, SealedRecords records, Waiting waiting) {
    this.plcs = plcs;
    this.proxyPort = proxyPort;
    this.news = new ConduitNews(records);
    this.waiting = waiting;
  }

  /**
   * Plays it, once.
   *
   * @param each is told of every line as it is known
   */
  List<AttackLine> play(Consumer<AttackLine> each) throws IOException, InterruptedException {
    List<AttackLine> lines = new ArrayList<>();
    Consumer<AttackLine> told =
        line -> {
          lines.add(line);
          each.accept(line);
        };
    if (!waiting.until(this::isOpen)) {
      throw new IOException("the proxy to " + Plc.DOSING.id() + " lets nobody read");
    }
    news.read();
    try (PlcClient station = PlcClient.connect(proxyPort, STATION)) {
      told.accept(operate(station));
    }
    try (PlcClient stranger = PlcClient.connect(proxyPort, STRANGER)) {
      told.accept(
          write(
              stranger,
              "a chlorine set point of 4.00 mg/l is written",
              new Request.WriteSingleRegister(SET_POINT, HARMFUL)));
      told.accept(
          write(
              stranger,
              "the limit of the chlorine trip is written",
              new Request.WriteSingleRegister(TRIP_LIMIT, HARMFUL)));
      told.accept(
          write(
              stranger,
              "the dosing pump is switched to full by hand",
              new Request.WriteSingleCoil(BY_HAND, true)));
      told.accept(scanUnits(stranger));
      told.accept(scanFunctions(stranger));
    }
    return List.copyOf(lines);
  }

  /** Where in the log the first refusal of this scene is. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal).map(RecordPlace::toString);
  }

  /** How many requests the proxy refused in this scene. */
  long refused() {
    return refused;
  }

  private boolean isOpen() {
    try (PlcClient client = PlcClient.connect(proxyPort, STATION)) {
      return client.ask(UNIT, new Request.Read(Table.INPUT_REGISTERS, 0, 1)).isDone();
    } catch (IOException e) {
      // It does not listen yet.
      return false;
    }
  }

  private static String milligrams(double value) {
    return String.format(Locale.ROOT, "%.2f mg/l", value);
  }

  private AttackLine operate(PlcClient station) throws IOException, InterruptedException {
    boolean isFirst = Math.round(plcs.chlorineSetPoint() * 100) == GOOD.getFirst();
    int wanted = isFirst ? GOOD.getLast() : GOOD.getFirst();
    int before = news.passed().size();
    Answer answer = station.ask(UNIT, new Request.WriteSingleRegister(SET_POINT, wanted));
    boolean isDone = answer.isDone() && Math.round(plcs.chlorineSetPoint() * 100) == wanted;
    boolean isSealed =
        waiting.until(() -> {
          news.read();
          return passed(before, CommandResult.class).isPresent();
        });
    List<String> words = new ArrayList<>();
    words.add(
        "%s has %s, from the station at %s"
            .formatted(Plc.DOSING.id(), milligrams(plcs.chlorineSetPoint()), station.address()));
    words.add(
        "in the log: decided at %s, requested %s, dispatched %s, result %s"
            .formatted(
                place(before, PolicyDecision.class),
                place(before, CommandRequested.class),
                place(before, CommandDispatched.class),
                place(before, CommandResult.class)));
    return new AttackLine(
        "control: the operators' station sets the chlorine to " + milligrams(wanted / 100.0),
        isDone && isSealed && isInOrder(before) ? Outcome.PASSED : Outcome.FAILED,
        passed(before, PolicyDecision.class)
            .map(each -> "the policy lets it pass by rule " + each.value().rule())
            .orElse("exception " + answer.exception()),
        words);
  }

  private <T extends RecordValue> Optional<Sealed<T>> passed(int before, Class<T> kind) {
    List<Sealed<RecordValue>> all = news.passed();
    return all.subList(before, all.size()).stream()
        .filter(each -> kind.isInstance(each.value()))
        .map(each -> new Sealed<>(each.place(), kind.cast(each.value())))
        .findFirst();
  }

  private String place(int before, Class<? extends RecordValue> kind) {
    return passed(before, kind).map(each -> each.place().toString()).orElse("nowhere");
  }

  /** Requested before dispatched, dispatched before the result, all of one command. */
  private boolean isInOrder(int before) {
    var requested = passed(before, CommandRequested.class);
    var dispatched = passed(before, CommandDispatched.class);
    var result = passed(before, CommandResult.class);
    return requested.isPresent()
        && dispatched.isPresent()
        && result.isPresent()
        && requested.get().place().compareTo(dispatched.get().place()) < 0
        && dispatched.get().place().compareTo(result.get().place()) < 0
        && requested.get().value().command().equals(dispatched.get().value().command())
        && requested.get().value().command().equals(result.get().value().command())
        && result.get().value().outcome() == CommandResult.Outcome.DONE;
  }

  private AttackLine write(PlcClient stranger, String done, Request request)
      throws IOException, InterruptedException {
    long writes = plcs.writes(Plc.DOSING);
    int before = news.denials().size();
    Answer answer = stranger.ask(UNIT, request);
    refused += answer.isDone() ? 0 : 1;
    Optional<Sealed<PolicyDecision>> found =
        denial(before, each -> each.operation().equals("write"));
    boolean isUntouched = plcs.writes(Plc.DOSING) == writes;
    List<String> words = new ArrayList<>();
    found.ifPresent(each -> words.add(words(each)));
    words.add(
        isUntouched
            ? "%s never saw it: set point still %s, trip at %s"
                .formatted(
                    Plc.DOSING.id(),
                    milligrams(plcs.chlorineSetPoint()),
                    milligrams(plcs.tripLimit()))
            : Plc.DOSING.id() + " was written to");
    boolean isRefused = answer.exception() == ExceptionCode.ILLEGAL_DATA_ADDRESS.code();
    return line(done, isRefused && found.isPresent() && isUntouched, answer, words);
  }

  private AttackLine scanUnits(PlcClient stranger) throws IOException, InterruptedException {
    int before = news.denials().size();
    var request = new Request.Read(Table.HOLDING_REGISTERS, 0, 1);
    Answer last = new Answer(0);
    int denied = 0;
    for (int unit = 1; unit <= UNITS; unit++) {
      last = stranger.ask(unit, request);
      denied += last.exception() == ExceptionCode.ILLEGAL_DATA_ADDRESS.code() ? 1 : 0;
    }
    refused += denied;
    Optional<Sealed<PolicyDecision>> found =
        denial(before, each -> each.operation().equals("read"));
    // Control may read three units, of which this controller is one and does not know the others.
    boolean isGood = denied == UNITS - Plc.values().length && found.isPresent();
    return line(
        "every unit from 1 to " + UNITS + " is asked for a register",
        isGood,
        last,
        words(denied, UNITS, found));
  }

  /** No request of a function that there is has these bytes by chance, but for some that look. */
  private AttackLine scanFunctions(PlcClient stranger) throws IOException, InterruptedException {
    int before = news.denials().size();
    long writes = plcs.writes(Plc.DOSING);
    Answer last = new Answer(0);
    int denied = 0;
    for (int function = 1; function <= FUNCTIONS; function++) {
      last = stranger.ask(UNIT, ByteString.of(new byte[] {(byte) function, 0, 0, 0, 1}));
      denied += last.isDone() ? 0 : 1;
    }
    refused += denied;
    Optional<Sealed<PolicyDecision>> found =
        denial(before, each -> each.operation().equals("unknown"));
    boolean isUntouched = plcs.writes(Plc.DOSING) == writes;
    return line(
        "every function from 1 to " + FUNCTIONS + " is tried",
        denied == FUNCTIONS - READING.size() && found.isPresent() && isUntouched,
        last,
        words(denied, FUNCTIONS, found));
  }

  private static List<String> words(int denied, int all, Optional<Sealed<PolicyDecision>> found) {
    List<String> words = new ArrayList<>();
    words.add(
        "%d of %d refused; the other %d read what the policy lets control read"
            .formatted(denied, all, all - denied));
    found.ifPresent(each -> words.add(words(each)));
    return words;
  }

  private static String words(Sealed<PolicyDecision> denial) {
    PolicyDecision value = denial.value();
    String what =
        value.operation().equals("unknown")
            ? "an unknown function"
            : value.operation() + " of " + value.object();
    String why = value.rule() == null ? "no rule allows it" : "rule " + value.rule();
    return "in the log at %s: %s by %s; %s".formatted(denial.place(), what, value.peer(), why);
  }

  private static AttackLine line(String done, boolean isCaught, Answer answer, List<String> words) {
    String by =
        answer.isDone()
            ? "the answer says that it was done"
            : "refused at the proxy and recorded; the answer is exception " + named(answer);
    return new AttackLine(
        done,
        isCaught ? Outcome.CAUGHT : Outcome.FAILED,
        by,
        words.isEmpty() ? List.of("nothing of it is in the log") : words);
  }

  private static String named(Answer answer) {
    String name =
        ExceptionCode.of(answer.exception())
            .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .orElse("of the device's own");
    return answer.exception() + ", " + name;
  }

  /** The first denial of its kind is sealed at once, in full. */
  private Optional<Sealed<PolicyDecision>> denial(int before, Predicate<PolicyDecision> wanted)
      throws IOException, InterruptedException {
    boolean _ =
        waiting.until(() -> {
          news.read();
          return first(before, wanted).isPresent();
        });
    Optional<Sealed<PolicyDecision>> found = first(before, wanted);
    if (refusal == null && found.isPresent()) {
      refusal = found.get().place();
    }
    return found;
  }

  private Optional<Sealed<PolicyDecision>> first(int before, Predicate<PolicyDecision> wanted) {
    List<Sealed<PolicyDecision>> all = news.denials();
    return all.subList(before, all.size()).stream()
        .filter(each -> each.value().count() == 1 && wanted.test(each.value()))
        .findFirst();
  }

  /**
   * Whether the log accounts for every request that was refused, one by one or in numbers.
   *
   * @param records of the node, after the minute was over or the node had ended
   */
  static AttackLine counted(SealedRecords records, long refused) throws IOException {
    var all = new ConduitNews(records);
    all.read();
    String kinds =
        all.denials().stream()
            .map(each -> each.value().operation())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return new AttackLine(
        "control: every refusal is accounted for",
        all.deniedCount() == refused ? Outcome.CLEAN : Outcome.FAILED,
        "the node's sealed records, read after it ended",
        List.of(
            "%d refused, and %d records stand for %d: %s"
                .formatted(refused, all.denials().size(), all.deniedCount(), kinds)));
  }
}

package dev.penstock.reception;

import dev.penstock.access.Action;
import dev.penstock.access.Approval;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.Moment;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Permissions;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.access.PersonState;
import dev.penstock.access.Scope;
import dev.penstock.access.SecretHash;
import dev.penstock.access.ServiceAccount;
import dev.penstock.access.Session;
import dev.penstock.access.SetUp;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.json.Json;
import dev.penstock.reception.Answer.Nothing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who stands at the desk: it tells callers apart, says what they may do, and holds the parts that
 * do the rest. All methods may be called by many threads at once; none holds a lock while it
 * hashes, and none that only looks waits for the disk of one that changes.
 *
 * <p>Req: 62443-4-2 CR 2.1, 62443-4-2 CR 2.8
 */
public final class Reception {
  private static final int SECRET_MAX = 256;

  private final Desk desk;
  private final Gate gate;
  private final SignIns signIns;
  private final Account account;
  private final People people;
  private final Tokens tokens;
  private final Sessions sessions;
  private final Approvals approvals;
  private final Upkeep upkeep;
  private final Once seen = new Once();
  private final Once refused = new Once();

  private Reception(Desk desk) {
    this.desk = desk;
    this.gate = new Gate(desk);
    var views = new Views(desk);
    var prover = new Prover(desk);
    var deeds = new Deeds(desk);
    var changes = new Changes(desk, deeds);
    var again = new Again(desk, gate, views, prover, changes);
    this.signIns = new SignIns(desk, gate, views, prover, again);
    this.account = new Account(desk, gate, views, changes, again);
    this.people = new People(desk, gate, views, changes, deeds);
    this.tokens = new Tokens(desk, gate, changes);
    this.sessions = new Sessions(desk, gate);
    var verdicts = new Verdicts(desk, gate, changes, prover, deeds);
    this.approvals = new Approvals(desk, gate, changes, prover, verdicts);
    this.upkeep = new Upkeep(desk);
  }

  /**
   * Opens the desk with the book as it was kept. A request that was being carried out when the node
   * stopped is failed: nobody knows what came of it, and it is not tried again.
   */
  public static Reception open(Ground ground) throws IOException {
    return new Reception(Desk.open(ground));
  }

  /** Who sends a request. A wrong token, session or CSRF token makes nobody, with the refusal. */
  public Caller caller(Presented presented) {
    Origin origin = presented.origin();
    if (presented.isNodeKey()) {
      return new Caller.Machine(origin);
    }
    String bearer = presented.bearer();
    if (bearer != null) {
      return service(bearer, origin);
    }
    String secret = presented.session();
    if (secret == null || secret.length() > SECRET_MAX) {
      return new Caller.Nobody(new Refusal.SessionNeeded(), origin);
    }
    Optional<Session> session = desk.sessions().bySecret(SecretHash.of(secret), desk.now());
    if (session.isEmpty()) {
      return new Caller.Nobody(new Refusal.SessionNeeded(), origin);
    }
    String csrf = Desk.csrf(secret);
    if (presented.isChange() && !(presented.isSameOrigin() && isSame(csrf, presented.csrf()))) {
      return new Caller.Nobody(new Refusal.CsrfWrong(), origin);
    }
    return new Caller.InSession(session.get().id(), session.get().person(), csrf, origin);
  }

  private static boolean isSame(String expected, @Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private Caller service(String bearer, Origin origin) {
    Instant now = desk.now().wall();
    Optional<ServiceAccount> account =
        ServiceAccount.Token.parse(bearer)
            .flatMap(token ->
                desk.book()
                    .now()
                    .service(token.id())
                    .filter(one -> one.secret().equals(token.hash()))
                    .filter(one -> one.isInForce(now)));
    return account.isPresent()
        ? new Caller.Service(account.get().id(), origin)
        : new Caller.Nobody(new Refusal.SessionNeeded(), origin);
  }

  /**
   * Whether the caller may do this there. Counts as activity unless the console asks by itself; a
   * refusal is written down, once for each action and minute.
   */
  public Answer<Nothing> authorise(
      Caller caller, Action action, Scope scope, boolean isBackground) {
    return noted(caller, action, gate.may(caller, action, scope), isBackground);
  }

  /**
   * Whether the caller may do this on the whole site, for what stands beside something else: nobody
   * asked for it, so a refusal is not written down.
   */
  public boolean isAllowed(Caller caller, Action action) {
    return gate.may(caller, action, Scope.SITE) instanceof Answer.Given;
  }

  /** Where the caller may do this, for lists that show a part; refused when nowhere. */
  public Answer<Permissions.Reach> reach(Caller caller, Action action, boolean isBackground) {
    return noted(caller, action, gate.reach(caller, action), isBackground);
  }

  private <T> Answer<T> noted(
      Caller caller, Action action, Answer<T> answer, boolean isBackground) {
    switch (answer) {
      case Answer.Given<T> _ -> {
        if (!isBackground) {
          active(caller);
        }
      }
      case Answer.Refused<T>(var refusal) -> noteRefusal(caller, action, refusal);
    }
    return answer;
  }

  /**
   * The person did something in the session, so that it does not lock for a while. For requests
   * that take no permission; the others count by {@link #authorise}.
   */
  public void active(Caller caller) {
    if (caller instanceof Caller.InSession inSession) {
      desk.sessions().touch(inSession.session(), desk.now());
    }
  }

  private void noteRefusal(Caller caller, Action action, Refusal refusal) {
    Moment now = desk.now();
    String what = key(caller) + " " + action.wireName();
    boolean isOfPermission = refusal instanceof Refusal.NotPermitted;
    if (isOfPermission && refused.isDue(what, now)) {
      refused.done(what, now);
      desk.trail()
          .tryToWrite(Trail.refused(Gate.who(caller), action.wireName(), "permission", refusal));
    }
  }

  private static String key(Caller caller) {
    return switch (caller) {
      case Caller.Machine _ -> "machine";
      case Caller.Service(var id, var _) -> id;
      case Caller.InSession(var _, var person, var _, var _) -> person.hex();
      case Caller.Nobody(var _, var origin) -> origin.network();
    };
  }

  /**
   * Writes down that the caller saw something sensitive: once for each kind of thing and minute.
   * Refused when it cannot be written: then it must not be shown.
   */
  public Answer<Nothing> viewed(Caller caller, Action action, String kind) {
    Moment now = desk.now();
    String what = key(caller) + " " + action.wireName() + " " + kind;
    if (!seen.isDue(what, now)) {
      return Answer.done();
    }
    return doing(caller, action, kind, Details.NONE)
        .then(done -> {
          seen.done(what, now);
          return Answer.of(done);
        });
  }

  /**
   * Writes down what the caller is about to do, such as an export or a change elsewhere, each time.
   * Refused when it cannot be written: then it must not be done.
   */
  public Answer<Nothing> doing(Caller caller, Action action, String object, Details details) {
    return desk.trail().write(Trail.granted(Gate.who(caller), action.wireName(), object, details))
        ? Answer.done()
        : Answer.refused(new Refusal.AuditUnwritable());
  }

  /** Writes down that what was announced by {@link #doing} did not work. */
  public Answer<Nothing> failed(Caller caller, Action action, String object, Details details) {
    var record =
        Trail.record(Gate.who(caller), action.wireName(), object, Access.Outcome.FAILED, details);
    return desk.trail().note(record)
        ? Answer.done()
        : Answer.refused(new Refusal.AuditUnwritable());
  }

  /**
   * Whether the caller has just proven to be that person; for critical actions elsewhere, beside
   * {@link #authorise}. A machine or a program cannot.
   */
  public Answer<Nothing> steppedUp(Caller caller) {
    return gate.steppedUp(caller, desk.book().now()).then(_ -> Answer.done());
  }

  /** A new one-time code for the set-up, in place of the one before; refused when it is done. */
  public Answer<String> newSetUpCode() {
    return signIns.firstPerson().newCode(new Trail.Who(null, null, Gate.MACHINE_ORIGIN));
  }

  /**
   * A client certificate is good no more: the sessions end that its owner opened with one. Which of
   * an owner's certificates opened a session is not kept, so all of these end.
   */
  public void certificateGone(Bytes fingerprint) {
    desk.book()
        .now()
        .withCertificate(fingerprint)
        .ifPresent(person -> sessions.endThoseByCertificate(person.id()));
  }

  /** The zones that the plant has: grants for others end, those of people and of programs. */
  public Answer<Nothing> zonesAre(Set<String> zones) {
    return upkeep.zonesAre(zones);
  }

  /** Writes down which sessions and requests have ended by time. Call it every minute or so. */
  public void settle() {
    upkeep.settle();
  }

  /** The name to read beside a pseudonym; empty for one unknown or erased. */
  public Optional<String> displayName(PersonId id) {
    return desk.book()
        .now()
        .person(id)
        .filter(person -> person.state() != PersonState.ERASED)
        .map(Person::displayName);
  }

  /** How many requests wait for a second person. */
  public int approvalsOpen() {
    Instant now = desk.now().wall();
    PeopleBook book = desk.book().now();
    return (int) book.approvals().stream().filter(approval -> approval.isOpen(now)).count();
  }

  /** True while a request of a kind needs nobody else: there has never been a second person. */
  public boolean isAgreedToByOne(DualControl.Kind kind) {
    return desk.book().now().isSinglePerson(kind, desk.now().wall());
  }

  /** What the requests of a kind ask for that wait for a second person or are being carried out. */
  public List<Json.Object> mattersUnderWay(DualControl.Kind kind) {
    Instant now = desk.now().wall();
    return desk.book().now().approvals().stream()
        .filter(approval -> approval.request().kind() == kind)
        .filter(approval -> approval.isOpen(now) || approval.state() == Approval.State.APPROVED)
        .map(approval -> Verdicts.matter(approval.request()))
        .toList();
  }

  /** Whose names wrong passwords have closed just now to places that nobody knows. */
  public List<PersonId> closedNames() {
    Moment now = desk.now();
    return desk.book().now().people().stream()
        .filter(person -> person.state() != PersonState.ERASED)
        .filter(person -> desk.guard().left(person.name(), now).isPositive())
        .map(Person::id)
        .toList();
  }

  /** Whether the first person has come. */
  public boolean isSetUp() {
    return desk.book().now().setUp() instanceof SetUp.Done;
  }

  /** The door. */
  public SignIns signIns() {
    return signIns;
  }

  /** The own account. */
  public Account account() {
    return account;
  }

  /** The people. */
  public People people() {
    return people;
  }

  /** The service accounts. */
  public Tokens tokens() {
    return tokens;
  }

  /** The sessions. */
  public Sessions sessions() {
    return sessions;
  }

  /** The requests for a second person. */
  public Approvals approvals() {
    return approvals;
  }
}

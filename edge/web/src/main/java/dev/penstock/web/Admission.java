package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.Permissions;
import dev.penstock.access.Scope;
import dev.penstock.evidence.record.Details;
import dev.penstock.reception.Caller;
import dev.penstock.reception.Origin;
import dev.penstock.reception.Presented;
import dev.penstock.reception.Reception;
import dev.penstock.reception.Refusal;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Sight;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and whether they may: reads what a request shows of that, and lets the reception judge.
 * What is seen or taken out of the evidence is written down before it leaves.
 *
 * <p>Req: 62443-4-2 CR 1.1, CR 2.1, CR 2.8
 */
final class Admission {
  /** The console marks with it what it asks by itself, which is no sign of a person. */
  static final String BACKGROUND = "Penstock-Background";

  private static final String CSRF = "Penstock-Csrf";
  private static final String BEARER = "bearer ";
  private static final int NETWORK_GROUPS = 4;

  /** A record has room for 4,096 bytes of what it is about. */
  private static final int OBJECT_CHARS_MAX = 1_000;

  /** What is seen is written down once a minute for each address. */
  private static final Set<Action> VIEWS = Set.of(Action.EVIDENCE_VIEW, Action.AUDIT_VIEW);

  /** What is taken away is written down each time. */
  private static final Set<Action> EXPORTS =
      Set.of(Action.EVIDENCE_EXPORT, Action.AUDIT_EXPORT, Action.SUPPORT_EXPORT);

  private final Doorkeeper doorkeeper;
  private final Optional<Reception> reception;
  private final PlantView plant;

  Admission(Doorkeeper doorkeeper, Optional<Reception> reception, PlantView plant) {
    this.doorkeeper = doorkeeper;
    this.reception = reception;
    this.plant = plant;
  }

  /** What came of asking whether somebody may come in. */
  sealed interface Verdict {
    /** They may. */
    record Admitted(Asker asker) implements Verdict {}

    /** They may not, and this is what they are told. */
    record Turned(Answer answer) implements Verdict {}
  }

  /** One who asks, for as long as the answer takes. */
  static final class Asker {
    private final Admission admission;
    private final Caller caller;
    private final Route.Access access;

    private Asker(Admission admission, Caller caller, Route.Access access) {
      this.admission = admission;
      this.caller = caller;
      this.access = access;
    }

    Caller caller() {
      return caller;
    }

    boolean isStillAllowed() {
      return admission.reception.isEmpty()
          || switch (access) {
            case Route.Access.Open(), Route.Access.Session() -> true;
            case Route.Access.Of(var action) ->
                admission.reception.get().authorise(caller, action, Scope.SITE, true)
                    instanceof dev.penstock.reception.Answer.Given;
            case Route.Access.Within(var action) ->
                admission.reception.get().reach(caller, action, true)
                    instanceof dev.penstock.reception.Answer.Given;
          };
    }

    /** How far, as it is at this moment: roles and the plant may change meanwhile. */
    Sight sight() {
      return admission.reception.isPresent() && access instanceof Route.Access.Within(var action)
          ? admission.sight(admission.reception.get().reach(caller, action, true))
          : Sight.WHOLE;
    }

    Optional<Answer> refusal(Optional<String> source) {
      Sight sight = sight();
      if (sight.isWhole() || source.filter(sight::reaches).isPresent()) {
        return Optional.empty();
      }
      return admission.reception.isPresent() && access instanceof Route.Access.Within(var action)
          ? admission.refused(admission.reception.get(), caller, action, source)
          : Optional.empty();
    }
  }

  private Sight sight(dev.penstock.reception.Answer<Permissions.Reach> reach) {
    return switch (reach) {
      case dev.penstock.reception.Answer.Refused<Permissions.Reach> _ -> Sight.NOWHERE;
      case dev.penstock.reception.Answer.Given<Permissions.Reach>(var where) ->
          switch (where) {
            case Permissions.Reach.Everywhere() -> Sight.WHOLE;
            case Permissions.Reach.Zones(var names) -> new ZonedSight(names, plant);
          };
    };
  }

  /** Asks for the very place, so that the refusal stands in the trail. */
  private Optional<Answer> refused(
      Reception desk, Caller caller, Action action, Optional<String> source) {
    Scope where =
        source.stream()
            .flatMap(name -> plant.zonesOf(name).stream())
            .findFirst()
            .map(Scope::zone)
            .orElse(Scope.SITE);
    return desk.authorise(caller, action, where, true)
            instanceof dev.penstock.reception.Answer.Refused<?>(var why)
        ? Optional.of(Replies.problem(why))
        : Optional.empty();
  }

  /** Whether the request may have what stands at the route. */
  Verdict judge(HttpServletRequest request, Route route) {
    Caller caller = caller(request);
    return switch (route.access()) {
      case Route.Access.Open() -> admitted(caller, route);
      case Route.Access.Session() ->
          caller instanceof Caller.Nobody(var why, var _)
              ? new Verdict.Turned(nobody(request, why))
              : admitted(caller, route);
      case Route.Access.Of(var action) -> judge(request, route, action, caller);
      case Route.Access.Within(var action) -> judge(request, route, action, caller);
    };
  }

  private Verdict judge(HttpServletRequest request, Route route, Action action, Caller caller) {
    if (caller instanceof Caller.Nobody(var why, var _)) {
      return new Verdict.Turned(nobody(request, why));
    }
    if (reception.isEmpty()) {
      return admitted(caller, route);
    }
    Reception desk = reception.get();
    boolean isBackground = request.getHeader(BACKGROUND) != null;
    dev.penstock.reception.Answer<?> said =
        route.access() instanceof Route.Access.Within
            ? desk.reach(caller, action, isBackground)
            : desk.authorise(caller, action, Scope.SITE, isBackground);
    if (said instanceof dev.penstock.reception.Answer.Refused<?>(var why)) {
      return new Verdict.Turned(Replies.problem(why));
    }
    Optional<Refusal> unwritten = written(desk, request, route, action, caller);
    return unwritten.isPresent()
        ? new Verdict.Turned(Replies.problem(unwritten.get()))
        : admitted(caller, route);
  }

  private static Optional<Refusal> written(
      Reception desk, HttpServletRequest request, Route route, Action action, Caller caller) {
    dev.penstock.reception.Answer<dev.penstock.reception.Answer.Nothing> said;
    if (EXPORTS.contains(action)) {
      said = desk.doing(caller, action, shortened(exported(request, route)), Details.NONE);
    } else if (VIEWS.contains(action)) {
      said = desk.viewed(caller, action, route.path());
    } else {
      return Optional.empty();
    }
    return said instanceof dev.penstock.reception.Answer.Refused<?>(var why)
        ? Optional.of(why)
        : Optional.empty();
  }

  /** What is exported, without the words that were searched for: they may be a name. */
  private static String exported(HttpServletRequest request, Route route) {
    String query = request.getQueryString();
    String named =
        query == null
            ? ""
            : String.join(
                "&",
                Arrays.stream(query.split("&", -1))
                    .filter(each -> !each.startsWith("text="))
                    .toList());
    return route.path() + (named.isEmpty() ? "" : "?" + named);
  }

  private static String shortened(String text) {
    return text.length() <= OBJECT_CHARS_MAX ? text : text.substring(0, OBJECT_CHARS_MAX) + "...";
  }

  private Verdict admitted(Caller caller, Route route) {
    return new Verdict.Admitted(new Asker(this, caller, route.access()));
  }

  /** Who comes with a browser or a cookie is a person; anybody else is taken for a program. */
  private Answer nobody(HttpServletRequest request, Refusal why) {
    boolean isPerson =
        request.getHeader("Authorization") == null
            && (request.getHeader("Sec-Fetch-Site") != null || request.getHeader("Cookie") != null);
    return isPerson && reception.isPresent()
        ? Replies.problem(why)
        : doorkeeper
            .refusedToken(request)
            .orElseGet(() -> Answer.problem(ProblemCode.UNAUTHORIZED, "The token is not known."));
  }

  private Caller caller(HttpServletRequest request) {
    Optional<String> cookies = Cookies.shown(request);
    Origin origin =
        new Origin(
            request.getRemoteAddr(),
            network(request.getRemoteAddr()),
            Cookies.read(cookies, Cookies.DEVICE).orElse(null));
    boolean isMachine = doorkeeper.refusedToken(request).isEmpty();
    if (reception.isEmpty()) {
      return isMachine
          ? new Caller.Machine(origin)
          : new Caller.Nobody(new Refusal.SessionNeeded(), origin);
    }
    return reception
        .get()
        .caller(
            new Presented(
                isMachine,
                isMachine ? null : bearer(request),
                Cookies.read(cookies, Cookies.SESSION).orElse(null),
                request.getHeader(CSRF),
                !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD"),
                isSameOrigin(request),
                origin));
  }

  private static @Nullable String bearer(HttpServletRequest request) {
    List<String> shown = Collections.list(request.getHeaders("Authorization"));
    return shown.size() == 1 && shown.getFirst().toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? shown.getFirst().substring(BEARER.length()).strip()
        : null;
  }

  /** W3C Fetch Metadata; a browser without it says the origin, RFC 6454 §7. */
  private static boolean isSameOrigin(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = request.getHeader("Origin");
    return origin != null && origin.equals(request.getScheme() + "://" + request.getHeader("Host"));
  }

  /** RFC 4291 §2.5.4: who has one address of a /64 has them all. */
  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    String plain = address.replace("[", "").replace("]", "");
    List<String> groups = List.of(plain.split(":", -1));
    return String.join(":", groups.subList(0, Math.min(NETWORK_GROUPS, groups.size())));
  }
}

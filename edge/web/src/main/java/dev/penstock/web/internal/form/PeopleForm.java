package dev.penstock.web.internal.form;

import dev.penstock.access.Action;
import dev.penstock.access.Bytes;
import dev.penstock.access.Grant;
import dev.penstock.access.Language;
import dev.penstock.access.Role;
import dev.penstock.access.Scope;
import dev.penstock.json.JsonFields;
import dev.penstock.json.JsonForm;
import dev.penstock.reception.AccountView;
import dev.penstock.reception.PersonView;
import dev.penstock.reception.SessionItem;
import dev.penstock.reception.SessionView;
import dev.penstock.reception.TokenView;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** People, their sessions and tokens, and the roles they hold, as JSON. */
public final class PeopleForm {
  private static final int ROLES_MAX = 64;
  private static final int WORD_MAX = 128;

  private PeopleForm() {}

  /** A person as an object, or as a value under the name that was just written. */
  public static void write(JsonWriter json, PersonView person) {
    json.object();
    json.text("id", person.id().toString());
    json.text("name", person.name());
    json.text("displayName", person.displayName());
    boolean isLocked = person.lockedUntil() != null;
    json.text("state", isLocked ? "locked" : person.state().name().toLowerCase(Locale.ROOT));
    json.text("lockedUntil", textOrNull(person.lockedUntil()));
    roles(json, person.grants());
    json.text("language", person.language().wireName());
    json.bool("hasPassword", person.hasPassword());
    json.bool("hasTotp", person.hasTotp());
    json.number("passkeyCount", person.passkeyCount());
    json.number("certificateCount", person.certificateCount());
    json.number("subjectCount", person.subjectCount());
    json.bool("isBreakGlass", person.isBreakGlass());
    json.text("lastSignInAt", textOrNull(person.lastSignInAt()));
    json.text("createdAt", Times.text(person.createdAt()));
    json.end();
  }

  /** One person, as a whole answer. */
  public static Answer answer(int status, PersonView person) {
    var json = new JsonWriter();
    write(json, person);
    return Answer.of(status, Answer.JSON, json.toBytes());
  }

  /** The roles somebody holds. */
  public static void roles(JsonWriter json, List<Grant> grants) {
    json.array("roles");
    for (Grant grant : grants) {
      json.object();
      json.text("role", grant.role().wireName());
      json.text("zone", grant.scope() instanceof Scope.Zone(var zone) ? zone : null);
      json.text("until", textOrNull(grant.until()));
      json.end();
    }
    json.end();
  }

  /** The roles that a body names. */
  public static List<Grant> roles(JsonFields in, String name) {
    List<Grant> grants = new ArrayList<>();
    for (JsonFields each : in.objects(name, ROLES_MAX)) {
      String word = each.text("role", WORD_MAX);
      Optional<String> zone = each.textIfAny("zone", WORD_MAX);
      Optional<Instant> until = each.instantIfAny("until");
      Optional<Role> role = Role.ofWireName(word);
      if (role.isEmpty()) {
        each.refuse("role", "must be one of " + roleNames());
      } else if (zone.isPresent() && zone.get().isBlank()) {
        each.refuse("zone", "must be the name of a zone, or absent for the whole site");
      } else {
        grants.add(
            new Grant(role.get(), zone.map(Scope::zone).orElse(Scope.SITE), until.orElse(null)));
      }
    }
    return grants;
  }

  private static String roleNames() {
    return String.join(", ", List.of(Role.values()).stream().map(Role::wireName).toList());
  }

  /** The language that a body names, English where it names none. */
  public static Language language(JsonFields in, String name) {
    Optional<String> word = in.textIfAny(name, WORD_MAX);
    Optional<Language> language = word.flatMap(Language::ofWireName);
    if (word.isPresent() && language.isEmpty()) {
      in.refuse(name, "must be en or de");
    }
    return language.orElse(Language.EN);
  }

  /** Bytes as a body names them, base64url without padding (RFC 4648 §5). */
  public static Bytes bytes(JsonFields in, String name, int bytesMax) {
    return Bytes.of(in.bytes(name, bytesMax));
  }

  public static String base64Url(Bytes bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
  }

  /** A session in a list. */
  public static void write(JsonWriter json, SessionItem session) {
    json.object();
    json.text("id", session.id().hex());
    json.text("person", session.person().toString());
    json.text("personName", session.personName());
    json.text("startedAt", Times.text(session.startedAt()));
    json.text("lastActiveAt", Times.text(session.lastActiveAt()));
    json.text("origin", session.origin());
    json.text("way", session.way().wireName());
    json.text("state", session.state().wireName());
    json.bool("isOwn", session.isOwn());
    json.end();
  }

  /** A service account. */
  public static void write(JsonWriter json, TokenView token) {
    json.object();
    json.text("id", token.id());
    json.text("label", token.label());
    roles(json, token.grants());
    json.text("until", Times.text(token.until()));
    json.text("createdAt", Times.text(token.createdAt()));
    json.text("createdBy", token.createdBy().toString());
    json.bool("isApproved", token.isApproved());
    json.text("revokedAt", textOrNull(token.revokedAt()));
    json.end();
  }

  /** What a session that goes on is good for; the object must be open. */
  public static void write(JsonWriter json, SessionView.Open open) {
    json.name("person");
    write(json, open.person());
    json.array("actions");
    open.actions().stream().map(Action::wireName).sorted().forEach(json::text);
    json.end();
    json.text("csrf", open.csrf());
    json.bool("isDisplay", open.isDisplay());
    json.text("startedAt", Times.text(open.startedAt()));
    json.text("locksAt", Times.text(open.locksAt()));
    json.text("endsAt", Times.text(open.endsAt()));
    json.text("steppedUpUntil", textOrNull(open.steppedUpUntil()));
  }

  /** The own account; the object must be open. */
  public static void write(JsonWriter json, AccountView account) {
    json.name("person");
    write(json, account.person());
    json.object("ways");
    Instant changed = account.passwordChangedAt();
    if (changed == null) {
      json.text("password", null);
    } else {
      json.object("password");
      json.text("changedAt", Times.text(changed));
      json.end();
    }
    json.bool("totp", account.hasTotp());
    json.array("passkeys");
    account.passkeys().forEach(passkey -> write(json, passkey));
    json.end();
    json.end();
    json.array("sessions");
    account.sessions().forEach(session -> write(json, session));
    json.end();
  }

  /** One passkey. */
  public static void write(JsonWriter json, AccountView.PasskeyItem passkey) {
    json.object();
    json.text("id", base64Url(passkey.id()));
    json.text("label", passkey.label());
    json.text("createdAt", Times.text(passkey.createdAt()));
    json.text("lastUsedAt", textOrNull(passkey.lastUsedAt()));
    json.bool("backedUp", passkey.isBackedUp());
    json.end();
  }

  /** A time, or null. */
  public static @Nullable String textOrNull(@Nullable Instant time) {
    return time == null ? null : Times.text(time);
  }

  /** A body with one text in it. */
  public static JsonForm<String> oneText(JsonFields in, String name, int charsMax) {
    String text = in.text(name, charsMax);
    return in.end(() -> text);
  }
}

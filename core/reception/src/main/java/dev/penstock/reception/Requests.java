package dev.penstock.reception;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.access.Bytes;
import dev.penstock.access.Grant;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.PersonId;
import dev.penstock.access.Role;
import dev.penstock.access.Scope;
import dev.penstock.access.SecretHash;
import dev.penstock.access.ServiceAccount;
import dev.penstock.json.CanonicalJson;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Requests as JSON, and what they would change, for people to read. No name of a person is in. */
final class Requests {
  private static final String TIED = "this person";

  private Requests() {}

  static Json.Object roles(PersonId person, List<Grant> before, List<Grant> after, String reason) {
    return new JsonObjectMaker()
        .put("do", "roles")
        .put("person", person.hex())
        .put("before", grants(before))
        .put("after", grants(after))
        .put("reason", reason)
        .make();
  }

  static Json.Object erase(PersonId person) {
    return new JsonObjectMaker().put("do", "erase").put("person", person.hex()).make();
  }

  /** What is left of a request about somebody who is forgotten, in its canonical form. */
  static String forgotten(Bytes approval, PersonId person) {
    Json.Object request =
        new JsonObjectMaker().put("do", "nothing").put("person", person.hex()).make();
    return CanonicalJson.text(
        new JsonObjectMaker().put("approval", approval.hex()).put("request", request).make());
  }

  static Json.Object reset(PersonId person, String hash, Instant endsAt) {
    return new JsonObjectMaker()
        .put("do", "reset")
        .put("person", person.hex())
        .put("password_hash", hash)
        .put("ends_at", endsAt)
        .make();
  }

  static Json.Object tie(PersonId person, Ties before, Ties after) {
    return new JsonObjectMaker()
        .put("do", "tie")
        .put("person", person.hex())
        .put("before", ties(before))
        .put("after", ties(after))
        .make();
  }

  private static Json.Object ties(Ties ties) {
    List<Json.Object> subjects =
        ties.subjects().stream()
            .map(one ->
                new JsonObjectMaker()
                    .put("issuer", one.issuer())
                    .put("subject", one.subject())
                    .make())
            .toList();
    return new JsonObjectMaker()
        .put("subjects", Json.array(subjects))
        .put("certificates", Json.texts(ties.certificates().stream().map(Bytes::hex).toList()))
        .make();
  }

  /** The ties of a request that we made ourselves; empty when it is not one. */
  static Optional<Ties> tiesOf(Json.Object request, String name) {
    if (!(request.get(name).orElse(null) instanceof Json.Object ties
        && ties.get("subjects").orElse(null) instanceof Json.Array(var subjects)
        && ties.get("certificates").orElse(null) instanceof Json.Array(var certificates))) {
      return Optional.empty();
    }
    List<OidcSubject> accounts = new ArrayList<>();
    for (Json item : subjects) {
      if (item instanceof Json.Object one) {
        accounts.add(
            new OidcSubject(one.text("issuer").orElse(""), one.text("subject").orElse("")));
      }
    }
    List<Bytes> fingerprints = new ArrayList<>();
    for (Json item : certificates) {
      if (item instanceof Json.Text(var hex)) {
        Bytes.ofHex(hex).ifPresent(fingerprints::add);
      }
    }
    return Optional.of(new Ties(accounts, fingerprints));
  }

  static Json.Object token(ServiceAccount account) {
    return new JsonObjectMaker()
        .put("do", "token")
        .put("token", account.id())
        .put("label", account.label())
        .put("roles", grants(account.grants()))
        .put("until", account.until())
        .put("secret_sha256", account.secret().value().hex())
        .make();
  }

  static Json.Object breakGlass(SecretHash code) {
    return new JsonObjectMaker()
        .put("do", "break-glass")
        .put("code_sha256", code.value().hex())
        .make();
  }

  private static Json grants(List<Grant> grants) {
    return Json.array(grants.stream().map(Requests::grant).toList());
  }

  private static Json.Object grant(Grant grant) {
    var made = new JsonObjectMaker().put("role", grant.role().wireName());
    if (grant.scope() instanceof Scope.Zone(var name)) {
      var _ = made.put("zone", name);
    }
    Instant until = grant.until();
    if (until != null) {
      var _ = made.put("until", until);
    }
    return made.make();
  }

  /** The grants of a request that we made ourselves; empty when it is not one. */
  static Optional<List<Grant>> grantsOf(Json.Object request, String name) {
    if (!(request.get(name).orElse(null) instanceof Json.Array(var items))) {
      return Optional.empty();
    }
    List<Grant> grants = new ArrayList<>();
    for (Json item : items) {
      Optional<Grant> grant =
          item instanceof Json.Object object ? grantOf(object) : Optional.empty();
      if (grant.isEmpty()) {
        return Optional.empty();
      }
      grants.add(grant.get());
    }
    return Optional.of(grants);
  }

  private static Optional<Grant> grantOf(Json.Object object) {
    Scope scope = object.text("zone").map(Scope::zone).orElse(Scope.SITE);
    Optional<String> until = object.text("until");
    Optional<Instant> end = until.flatMap(Requests::instant);
    if (until.isPresent() && end.isEmpty()) {
      return Optional.empty();
    }
    return object
        .text("role")
        .flatMap(Role::ofWireName)
        .map(role -> new Grant(role, scope, end.orElse(null)));
  }

  static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static Optional<PersonId> person(Json.Object request) {
    return request.text("person").flatMap(PersonId::ofHex);
  }

  /** Each tie that goes or comes; none where they stay as they are. */
  static List<Difference> differences(Ties before, Ties after) {
    Set<String> gone = new LinkedHashSet<>(paths(before));
    Set<String> come = new LinkedHashSet<>(paths(after));
    List<Difference> all = new ArrayList<>();
    for (String path : gone) {
      if (!come.contains(path)) {
        var _ = all.add(new Difference(path, TIED, ""));
      }
    }
    for (String path : come) {
      if (!gone.contains(path)) {
        var _ = all.add(new Difference(path, "", TIED));
      }
    }
    return all;
  }

  private static List<String> paths(Ties ties) {
    List<String> paths = new ArrayList<>();
    ties.certificates().forEach(one -> paths.add("/ties/certificate/" + one.hex()));
    ties.subjects().forEach(one -> paths.add("/ties/" + one.issuer() + " " + one.subject()));
    return paths;
  }

  static List<Difference> differences(List<Grant> before, List<Grant> after) {
    List<Difference> all = new ArrayList<>();
    for (Grant grant : before) {
      if (!after.contains(grant)) {
        all.add(new Difference(path(grant), words(grant), ""));
      }
    }
    for (Grant grant : after) {
      if (!before.contains(grant)) {
        all.add(new Difference(path(grant), "", words(grant)));
      }
    }
    return all;
  }

  private static String path(Grant grant) {
    return "/roles/" + grant.role().wireName();
  }

  private static String words(Grant grant) {
    String where =
        switch (grant.scope()) {
          case Scope.Site() -> "whole site";
          case Scope.Zone(var name) -> "zone " + name;
        };
    Instant until = grant.until();
    return until == null ? where : where + " until " + until;
  }
}

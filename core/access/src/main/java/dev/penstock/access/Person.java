package dev.penstock.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may come in, or once might.
 *
 * @param name for signing in, in lower case; empty for an erased person
 * @param displayName for others to read; empty for an erased person
 * @param grants the roles held now, those that have ended included
 * @param history how the roles changed, oldest first; the latest 64 changes
 * @param places where the person has come in from, latest first
 */
public record Person(
    PersonId id,
    String name,
    String displayName,
    PersonState state,
    List<Grant> grants,
    List<GrantChange> history,
    Language language,
    Instant createdAt,
    @Nullable Instant lastSignInAt,
    Credentials credentials,
    List<KnownPlace> places) {
  public static final int HISTORY_MAX = 64;
  public static final int PLACES_MAX = 16;

  public Person {
    Checks.mustHold("roles", grants, GrantRules.COUNT_MAX);
    Checks.mustHold("changes of roles", history, HISTORY_MAX);
    Checks.mustHold("places", places, PLACES_MAX);
    if (state == PersonState.ERASED) {
      if (!name.isEmpty() || !displayName.isEmpty() || !credentials.equals(Credentials.NONE)) {
        throw new IllegalArgumentException("an erased person keeps neither name nor credentials");
      }
    } else {
      Checks.mustBeText("a name", name, NameRules.NAME_MAX);
      Checks.mustBeText("a display name", displayName, NameRules.DISPLAY_NAME_MAX);
    }
    grants = List.copyOf(grants);
    history = List.copyOf(history);
    places = List.copyOf(places);
  }

  /** Somebody new, with no way in yet. */
  public static Person of(
      PersonId id, String name, String displayName, Language language, Instant createdAt) {
    return new Person(
        id,
        name,
        displayName,
        PersonState.ACTIVE,
        List.of(),
        List.of(),
        language,
        createdAt,
        null,
        Credentials.NONE,
        List.of());
  }

  public boolean isActive() {
    return state == PersonState.ACTIVE;
  }

  public Person withState(PersonState changed) {
    return new Person(
        id,
        name,
        displayName,
        changed,
        grants,
        history,
        language,
        createdAt,
        lastSignInAt,
        credentials,
        places);
  }

  public Person withCredentials(Credentials changed) {
    return new Person(
        id,
        name,
        displayName,
        state,
        grants,
        history,
        language,
        createdAt,
        lastSignInAt,
        changed,
        places);
  }

  public Person withDisplayName(String changed) {
    return new Person(
        id,
        name,
        changed,
        state,
        grants,
        history,
        language,
        createdAt,
        lastSignInAt,
        credentials,
        places);
  }

  public Person withLanguage(Language changed) {
    return new Person(
        id,
        name,
        displayName,
        state,
        grants,
        history,
        changed,
        createdAt,
        lastSignInAt,
        credentials,
        places);
  }

  /** Holds these roles from now on. */
  public Person withGrants(GrantChange change) {
    List<GrantChange> changes = new ArrayList<>(history);
    changes.add(change);
    int from = Math.max(0, changes.size() - HISTORY_MAX);
    return new Person(
        id,
        name,
        displayName,
        state,
        change.grants(),
        changes.subList(from, changes.size()),
        language,
        createdAt,
        lastSignInAt,
        credentials,
        places);
  }

  /** Came in, from there. The place used longest ago is forgotten when there are too many. */
  public Person cameIn(Instant at, List<SecretHash> from) {
    List<KnownPlace> kept = new ArrayList<>();
    for (SecretHash mark : from) {
      kept.add(new KnownPlace(mark, at));
    }
    for (KnownPlace place : places) {
      if (kept.size() < PLACES_MAX && !from.contains(place.mark())) {
        kept.add(place);
      }
    }
    return new Person(
        id, name, displayName, state, grants, history, language, createdAt, at, credentials, kept);
  }

  /** Has come in from there before. */
  public boolean knows(SecretHash place) {
    return places.stream().anyMatch(known -> known.mark().equals(place));
  }

  /**
   * What stays of somebody forgotten: the pseudonym, the roles and how they changed. Reasons were
   * written by people about people, so they go too.
   */
  public Person erased() {
    List<GrantChange> bare =
        history.stream()
            .map(change -> new GrantChange(change.at(), change.grants(), change.by(), ""))
            .toList();
    return new Person(
        id,
        "",
        "",
        PersonState.ERASED,
        grants,
        bare,
        language,
        createdAt,
        null,
        Credentials.NONE,
        List.of());
  }
}

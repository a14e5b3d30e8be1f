package dev.penstock.access;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Passwords that are tried first, long ones and short ones said twice, and those that lie near in a
 * plant. Short: a list for a shape, not a dictionary.
 */
final class WorstPasswords {
  /** What people add to a word that was too short, in front or behind. */
  private static final Pattern PADDING = Pattern.compile("^[0-9\\W_]+|[0-9\\W_]+$");

  private static final Set<String> WORST =
      Set.of(
          "password",
          "passwort",
          "passw0rd",
          "p@ssword",
          "p@ssw0rd",
          "passwordpassword",
          "passwortpasswort",
          "mypassword",
          "meinpasswort",
          "changeme",
          "changemenow",
          "changemeplease",
          "letmein",
          "letmeinplease",
          "letmeinnow",
          "welcome",
          "willkommen",
          "welcometothejungle",
          "administrator",
          "adminadmin",
          "adminadminadmin",
          "administratoradministrator",
          "rootroot",
          "rootrootroot",
          "superuser",
          "supervisor",
          "operator",
          "operatoroperator",
          "engineer",
          "engineering",
          "maintenance",
          "wartung",
          "instandhaltung",
          "leitwarte",
          "controlroom",
          "automation",
          "siemens",
          "simatic",
          "penstock",
          "penstockpenstock",
          "qwertyuiop",
          "qwertyuiopasdf",
          "qwertyqwerty",
          "qwertyuiopasdfghjkl",
          "qwertzuiop",
          "qwertzqwertz",
          "qwertzuiopasdfghjkl",
          "asdfghjkl",
          "asdfasdfasdf",
          "asdfghjklasdfghjkl",
          "1q2w3e4r5t6y",
          "1q2w3e4r5t6z",
          "1qaz2wsx3edc",
          "1qaz2wsx3edc4rfv",
          "q1w2e3r4t5y6",
          "q1w2e3r4t5z6",
          "zaq12wsxcde3",
          "qazwsxedcrfv",
          "abcdefghijkl",
          "abcd1234abcd",
          "abc123abc123",
          "a1b2c3d4e5f6",
          "iloveyou",
          "iloveyouiloveyou",
          "sunshine",
          "princess",
          "football",
          "baseball",
          "liverpool",
          "manchesterunited",
          "trustno1",
          "whatever",
          "starwars",
          "superman",
          "batman",
          "dragon",
          "monkey",
          "master",
          "shadow",
          "michael",
          "jennifer",
          "computer",
          "internet",
          "secret",
          "geheim",
          "geheimgeheim",
          "streng geheim",
          "hallohallo",
          "hallowelt",
          "helloworld",
          "schatz",
          "sommer",
          "winter",
          "summer",
          "spring",
          "correcthorsebatterystaple",
          "correct horse battery staple");

  private WorstPasswords() {}

  /** True for one of the list, whatever digits and signs were put around it. */
  static boolean contain(String lowerCase) {
    return WORST.contains(lowerCase) || WORST.contains(PADDING.matcher(lowerCase).replaceAll(""));
  }
}

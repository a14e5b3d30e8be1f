/**
 * Passwords as they are stored: Argon2id of them, made and compared, a few at a time. Which
 * passwords are good enough, and who is locked out, does not come in here. Read {@link
 * dev.penstock.passwords.Passwords} first.
 */
@NullMarked
package dev.penstock.passwords;

import org.jspecify.annotations.NullMarked;

package io.strowger.gateway.account;

/** What will read the code from the SMS; it decides the last line of a templated text. */
public enum ClientType {
  /** A browser: the last line binds the code to an origin (WICG, Origin-bound one-time codes). */
  WEB,

  /** An iPhone, app or browser: the same line, which binds the code to a domain. */
  IOS,

  /** An Android app: the last line is the app's hash (SMS Retriever API). */
  ANDROID
}

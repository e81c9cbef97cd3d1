package io.strowger.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accounts, and what operators may change of them. Changes block until they are on disk. */
public interface AccountDirectory {
  /** There are none, and none can be made. */
  AccountDirectory NONE = new NoAccounts();

  /** In the order of their ids. Any thread, no blocking. */
  List<Shown> accounts();

  Outcome create(ObjectNode settings, Terms terms);

  /**
   * @param patch a merge patch (RFC 7396)
   */
  Outcome change(String id, ObjectNode patch, Terms terms);

  Outcome delete(String id, Terms terms);

  /** Makes a key or password, which only the outcome tells, beside those that there are. */
  Outcome add(String id, Credential kind, Terms terms);

  /**
   * @param hashPrefix how the hash begins of the key or password that is no longer valid
   */
  Outcome remove(String id, Credential kind, String hashPrefix, Terms terms);

  /** What an account can have several of. */
  enum Credential {
    API_KEY,
    SMPP_PASSWORD
  }

  /**
   * How a change is asked for.
   *
   * @param ifMatch entity tags of which the account must have one; empty for any
   * @param dryRun only tells what would come of it
   * @param caller for the audit
   */
  record Terms(List<String> ifMatch, boolean dryRun, String caller) {
    public Terms {
      ifMatch = List.copyOf(ifMatch);
    }
  }

  /**
   * An account.
   *
   * @param managed made by the API; else it belongs to the configuration file
   * @param settings as JSON, with every default and without a secret
   * @param etag changes with anything of the account
   * @param keys how the hashes of its API keys begin
   * @param passwords how the hashes of its SMPP passwords begin
   */
  record Shown(
      String id,
      boolean managed,
      boolean admin,
      String settings,
      String etag,
      List<String> keys,
      List<String> passwords) {
    public Shown {
      keys = List.copyOf(keys);
      passwords = List.copyOf(passwords);
    }
  }

  /**
   * What is wrong with a change.
   *
   * @param pointer JSON pointer into the account; null when the fault is elsewhere
   */
  record Finding(@Nullable String pointer, String message, @Nullable String allowed) {}

  /** What came of a change. */
  sealed interface Outcome {
    /**
     * It is in force and on disk, unless it was a dry run.
     *
     * @param account as it is now, or was before it was deleted
     * @param secret the key or password that was made, else null
     * @param hashPrefix how its hash begins
     */
    record Done(Shown account, @Nullable String secret, @Nullable String hashPrefix)
        implements Outcome {}

    /** There is no such account, or none of its keys has such a hash. */
    record Absent() implements Outcome {}

    /** It belongs to the configuration file. */
    record NotManaged() implements Outcome {}

    /** Somebody else was faster. */
    record Changed(String etag) implements Outcome {}

    /** There is an account of this id, or several keys whose hashes begin like this. */
    record Ambiguous(String detail) implements Outcome {}

    /** Nothing has changed. */
    record Invalid(List<Finding> findings) implements Outcome {}

    /** Nothing has changed: it cannot be done now. */
    record Failed(String reason) implements Outcome {}
  }

  /** See {@link #NONE}. */
  final class NoAccounts implements AccountDirectory {
    private static final Outcome FAILED = new Outcome.Failed("This gateway's accounts are fixed.");

    private NoAccounts() {}

    @Override
    public List<Shown> accounts() {
      return List.of();
    }

    @Override
    public Outcome create(ObjectNode settings, Terms terms) {
      return FAILED;
    }

    @Override
    public Outcome change(String id, ObjectNode patch, Terms terms) {
      return FAILED;
    }

    @Override
    public Outcome delete(String id, Terms terms) {
      return FAILED;
    }

    @Override
    public Outcome add(String id, Credential kind, Terms terms) {
      return FAILED;
    }

    @Override
    public Outcome remove(String id, Credential kind, String hashPrefix, Terms terms) {
      return FAILED;
    }
  }
}

package dev.lockstep.emulator.clerk.access;

/**
 * What keeps people out.
 *
 * @param signUpOnly whether the lists are looked at when somebody new comes, and not at each sign-in
 * @param blocksSubaddresses whether somebody new may not have a plus in their address
 * @param blocksDisposable kept for whoever asks; nobody here knows which hosts of mail are disposable
 */
record Restrictions(
        boolean allowlist,
        boolean blocklist,
        boolean signUpOnly,
        boolean blocksSubaddresses,
        boolean blocksDisposable) {

    static Restrictions none() {
        return new Restrictions(false, false, false, false, false);
    }
}

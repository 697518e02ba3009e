/**
 * Whether Electron can be started here:
 *
 * | state            | means                                                                                 |
 * |------------------|---------------------------------------------------------------------------------------|
 * | `ready`          | its program is unpacked, in the version that the project names                        |
 * | `cached`         | its archive was downloaded before: `install-electron` unpacks it, without the network |
 * | `needs-download` | it has to come from `url` first                                                       |
 * | `no-package`     | its npm package is not installed                                                      |
 */
export type ElectronStatus = {
    readonly state: 'ready';
    readonly version: string;
    readonly path: string;
} | {
    readonly state: 'cached';
    readonly version: string;
} | {
    readonly state: 'needs-download';
    readonly version: string;
    readonly url: string;
} | {
    readonly state: 'no-package';
};
export interface StatusWorld {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly platform: NodeJS.Platform;
    readonly arch: string;
    readonly home: string;
    /** The folder of the npm package; null where it is not installed. */
    readonly packageFolder: string | null;
}
/**
 * Looks at files only: to import `electron` in plain Node, or to run its program, would begin a download.
 */
export declare function electronStatus(world?: StatusWorld): ElectronStatus;

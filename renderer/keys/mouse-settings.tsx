import {
  DRAG_ACTIONS,
  MOUSE_MAPS,
  MOUSE_PROFILES,
  type MouseMap,
  type MouseProfile,
  mouseMapOf,
  WHEEL_ACTIONS,
} from '../../src/input/mouse-profile.ts';
import { classNames } from '../class-names.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { SelectField } from '../ui/field.tsx';
import styles from './input-settings.module.css';
import { DRAG_WORDS, DRAGS, mouseLines, PROFILE_WORDS, WHEEL_WORDS, WHEELS } from './mouse-words.ts';

/** Choosing one's own begins with what was in force. */
function chooseProfile(mouseProfile: MouseProfile): void {
  const before = usePreferences.getState().mouseProfile;
  const customMouse = mouseProfile === 'custom' && before !== 'custom' ? { customMouse: MOUSE_MAPS[before] } : {};
  void changePreferences({ mouseProfile, ...customMouse });
}

function OwnMouse({ map }: { readonly map: MouseMap }) {
  const change = (part: Partial<MouseMap>) => void changePreferences({ customMouse: { ...map, ...part } });
  return (
    <div className={styles.own}>
      {DRAGS.map(({ part, word }) => (
        <SelectField
          key={part}
          label={word}
          value={map[part]}
          onChange={({ target }) => change({ [part]: DRAG_ACTIONS.find((action) => action === target.value) })}
        >
          {DRAG_ACTIONS.map((action) => (
            <option key={action} value={action}>
              {DRAG_WORDS[action]}
            </option>
          ))}
        </SelectField>
      ))}
      {WHEELS.map(({ part, word }) => (
        <SelectField
          key={part}
          label={word}
          value={map[part]}
          onChange={({ target }) => change({ [part]: WHEEL_ACTIONS.find((action) => action === target.value) })}
        >
          {WHEEL_ACTIONS.map((action) => (
            <option key={action} value={action}>
              {WHEEL_WORDS[action]}
            </option>
          ))}
        </SelectField>
      ))}
    </div>
  );
}

/** Which mouse button does what on the picture. */
export function MouseSettings() {
  const { mouseProfile, customMouse } = usePreferences();
  const map = mouseMapOf({ mouseProfile, customMouse });
  return (
    <section aria-label="Mouse" className={classNames(styles.section, styles.list)}>
      <h3>Mouse and touchpad on the picture</h3>
      <SelectField
        label="Buttons"
        className={styles.profile}
        value={mouseProfile}
        onChange={({ target }) => chooseProfile(MOUSE_PROFILES.find((one) => one === target.value) ?? 'overread')}
      >
        {MOUSE_PROFILES.map((profile) => (
          <option key={profile} value={profile}>
            {PROFILE_WORDS[profile]}
          </option>
        ))}
      </SelectField>
      {mouseProfile === 'custom' ? (
        <OwnMouse map={map} />
      ) : (
        <dl className={styles.lines}>
          {mouseLines(map).map(({ shown, does }) => (
            <div key={shown}>
              <dt>{shown}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

import { Sky } from './sky.jsx';

export default function Page() {
  return <Sky />;
}

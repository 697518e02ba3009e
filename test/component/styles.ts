import '../../renderer/theme/tokens.css'
import '../../renderer/theme/base.css'
import '../../renderer/theme/bars.css'
